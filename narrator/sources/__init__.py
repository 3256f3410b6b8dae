"""Where pictures come from: folders, the clipboard, cameras. Each source delivers arrivals."""
