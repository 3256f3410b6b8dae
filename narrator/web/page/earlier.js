// The list of what was described in this tab; it is gone with the tab.

import { marked } from "./passages.js";
import { t } from "./words.js";

export class Earlier {
    #list;
    #placeholder;
    #say;

    /** `say` is called with the passages of the entry that the person wants to hear again. */
    constructor(list, placeholder, say) {
        this.#list = list;
        this.#placeholder = placeholder;
        this.#say = say;
    }

    /** Put a description first. */
    add(name, { spoken: sentence, passages }) {
        const text = document.createElement("span");
        text.append(`${name}: `, ...marked(passages), " ");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = t("Hear again");
        button.setAttribute("aria-label", t("Hear again: {sentence}", { sentence }));
        button.addEventListener("click", () => this.#say(passages));
        const entry = document.createElement("li");
        entry.append(text, button);
        this.#list.prepend(entry);
        this.#placeholder.hidden = true;
    }
}
