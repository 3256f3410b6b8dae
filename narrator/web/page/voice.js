// The audio element: one sound at a time, made by the service.

import { speech } from "./service.js";
import { t } from "./words.js";

export class Voice {
    #element;
    #asked = new AbortController();
    #address = null;

    constructor(element) {
        this.#element = element;
    }

    /** Say passages; what was being said ends. Throws an Error when it cannot be heard. */
    async say(passages) {
        this.stop();
        const asked = (this.#asked = new AbortController());
        const sound = await speech(passages, asked.signal);
        if (asked.signal.aborted) return;
        this.#load(sound);
        try {
            await this.#element.play();
        } catch (error) {
            if (error.name === "AbortError") return; // stopped before it began
            throw new Error(t("The browser does not play the sound by itself; press play."));
        }
    }

    /** Be silent, and do not begin what was asked for. */
    stop() {
        this.#asked.abort();
        this.#element.pause();
    }

    #load(sound) {
        if (this.#address) URL.revokeObjectURL(this.#address);
        this.#address = URL.createObjectURL(sound);
        this.#element.src = this.#address;
        this.#element.hidden = false;
    }
}
