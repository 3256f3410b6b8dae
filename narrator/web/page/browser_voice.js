// The browser's own voice, which a person may know better than Narrator's.

import { t } from "./words.js";

export class BrowserVoice {
    /** Call `changed` now, and whenever there is or is no longer an English voice, with whether there is. */
    watch(changed) {
        if (!("speechSynthesis" in window)) {
            changed(false);
            return;
        }
        const look = () => changed(Boolean(this.#voice()));
        speechSynthesis.addEventListener("voiceschanged", look); // browsers find their voices late
        look();
    }

    /** Say a text; what was being said ends. Throws an Error when it cannot be heard. */
    say(text) {
        this.stop();
        const utterance = new SpeechSynthesisUtterance(text);
        utterance.voice = this.#voice();
        utterance.lang = utterance.voice?.lang ?? "en";
        return new Promise((done, fail) => {
            utterance.addEventListener("start", done);
            utterance.addEventListener("error", ({ error }) => {
                if (["canceled", "interrupted"].includes(error)) done();
                else fail(new Error(t("This browser's voice does not speak; choose Narrator's voice.")));
            });
            speechSynthesis.speak(utterance);
        });
    }

    /** Be silent. */
    stop() {
        window.speechSynthesis?.cancel();
    }

    /** Only voices of this machine: others would send the text to whoever made the browser. */
    #voice() {
        const voices = speechSynthesis.getVoices().filter((each) => each.localService && /^en\b/i.test(each.lang));
        return voices.find((each) => each.default) ?? voices[0] ?? null;
    }
}
