// The browser's own voice, which a person may know better than Narrator's.

import { t } from "./words.js";

export class BrowserVoice {
    /** Call `changed` now, and whenever there is or is no longer a voice of the page's language, with whether there is. */
    watch(changed) {
        if (!("speechSynthesis" in window)) {
            changed(false);
            return;
        }
        const look = () => changed(Boolean(this.#voice()));
        speechSynthesis.addEventListener("voiceschanged", look); // browsers find their voices late
        look();
    }

    /** Say passages, each in a voice of its language; what was being said ends. Throws an Error when nothing is heard. */
    say(passages) {
        this.stop();
        const utterances = passages.map(({ text, language }) => this.#utterance(text, language));
        return new Promise((done, fail) => {
            for (const utterance of utterances) {
                utterance.addEventListener("start", done);
                utterance.addEventListener("error", ({ error }) => {
                    if (["canceled", "interrupted"].includes(error)) done();
                    else fail(new Error(t("This browser's voice does not speak; choose Narrator's voice.")));
                });
                speechSynthesis.speak(utterance);
            }
        });
    }

    #utterance(text, language) {
        const utterance = new SpeechSynthesisUtterance(text);
        utterance.voice = this.#voice(language ?? undefined) ?? this.#voice();
        utterance.lang = utterance.voice?.lang ?? document.documentElement.lang;
        return utterance;
    }

    /** Be silent. */
    stop() {
        window.speechSynthesis?.cancel();
    }

    /** Only voices of this machine: others would send the text to whoever made the browser. */
    #voice(language = document.documentElement.lang) {
        const wanted = language.toLowerCase().split("-")[0];
        const speaks = ({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === wanted; // Android writes "en_GB"
        const voices = speechSynthesis.getVoices().filter((each) => each.localService && speaks(each));
        const exact = voices.find((each) => each.lang.toLowerCase() === language.toLowerCase());
        return exact ?? voices.find((each) => each.default) ?? voices[0] ?? null;
    }
}
