// A computer's camera. A phone's is reached through the file input, which opens the app that the person knows.

import { t } from "./words.js";

const REASONS = {
    NotAllowedError: t("The camera may not be used; allow it for this page in the browser's settings."),
    NotFoundError: t("There is no camera; connect one, or choose a picture."),
    NotReadableError: t("The camera is in use; close the other program, then try again."),
};
const QUALITY = 0.92;

export class Camera {
    #view;
    #stream = null;

    /** `view` is the video element that shows what the camera sees. */
    constructor(view) {
        this.#view = view;
    }

    /** Whether this device has its camera here and not behind the file input. */
    static get isOffered() {
        return Boolean(navigator.mediaDevices?.getUserMedia) && !matchMedia("(pointer: coarse)").matches;
    }

    /** Turn it on. Throws an Error when it cannot be used. */
    async open() {
        this.close();
        try {
            this.#stream = await navigator.mediaDevices.getUserMedia({ video: true });
            this.#view.srcObject = this.#stream;
            await this.#view.play();
        } catch (error) {
            this.close();
            throw new Error(REASONS[error.name] ?? t("The camera fails ({name}); choose a picture instead.", { name: error.name }));
        }
    }

    /** A photograph of what it sees now: the Blob of a JPEG file. */
    take() {
        const canvas = document.createElement("canvas");
        canvas.width = this.#view.videoWidth;
        canvas.height = this.#view.videoHeight;
        canvas.getContext("2d").drawImage(this.#view, 0, 0);
        return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    }

    /** Turn it off. */
    close() {
        for (const track of this.#stream?.getTracks() ?? []) track.stop();
        this.#stream = null;
        this.#view.srcObject = null;
    }
}
