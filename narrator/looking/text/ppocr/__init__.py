"""Text found and read by PaddleOCR's networks on ONNX Runtime, with only NumPy and Pillow beside it."""
