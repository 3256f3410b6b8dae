// The page with scripts: a picture is described as soon as it is chosen, pasted, dropped or photographed.

import { Earlier } from "./earlier.js";
import { listen } from "./keys.js";
import { describe } from "./service.js";
import { Voice } from "./voice.js";

const at = (id) => document.getElementById(id);
const said = at("said");
const voice = new Voice(at("audio"));
const earlier = new Earlier(at("earlier"), at("nothing-earlier"), say);
let asked = new AbortController();
let last = null;

for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
at("form").querySelector("button[type=submit]").hidden = true;

at("form").addEventListener("submit", (event) => event.preventDefault());
for (const input of [at("file"), at("camera")]) {
    input.addEventListener("change", () => {
        receive(input.files);
        input.value = ""; // so that the same picture can be chosen again
    });
}

document.addEventListener("paste", (event) => receive(event.clipboardData.files));
document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
});
document.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    receive(event.dataTransfer.files);
});

at("hear").addEventListener("click", hear);
at("hear-all").addEventListener("click", hearAll);
at("stop").addEventListener("click", () => voice.stop());
listen(
    [
        ["P", "choose a picture", () => at("file").click()],
        ["H", "hear the description again", hear],
        ["A", "hear all readings", hearAll],
        ["S", "stop speaking", () => voice.stop()],
    ],
    at("keys"),
);

async function receive(files) {
    const [picture] = files;
    if (!picture) return; // text was pasted, or the chooser was closed
    asked.abort();
    const mine = (asked = new AbortController());
    forget();
    announce("Describing.");
    try {
        const description = await describe(await contentOf(picture), mine.signal);
        if (!mine.signal.aborted) show(picture.name || "A picture", description);
    } catch (error) {
        if (!mine.signal.aborted) announce(error.message);
    }
}

/** The bytes now: a chosen file can no longer be read once its input is cleared in some browsers. */
async function contentOf(picture) {
    try {
        return await picture.arrayBuffer();
    } catch {
        throw new Error("The picture cannot be read; check that the file is still there.");
    }
}

function show(name, description) {
    last = description;
    const entries = description.readings.map((reading) => {
        const entry = document.createElement("li");
        entry.textContent = reading;
        return entry;
    });
    at("readings").replaceChildren(...entries);
    at("result").hidden = false;
    earlier.add(name, description.spoken);
    document.title = `${description.spoken} Narrator`;
    // Never two voices at once: where the page speaks, a screen reader is not told to.
    announce(description.spoken, { live: !at("aloud").checked });
    if (at("aloud").checked) say(description.spoken);
}

function hear() {
    if (last) say(last.spoken);
    else announce("There is no description yet; choose a picture.");
}

function hearAll() {
    if (last) say(last.readings.join(" "));
    else announce("There is no description yet; choose a picture.");
}

async function say(text) {
    at("problem").textContent = "";
    try {
        await voice.say(text);
    } catch (error) {
        // Beside the description, which can still be read.
        if (error.name !== "AbortError") at("problem").textContent = error.message;
    }
}

/** Nothing of an earlier picture may be taken for the next one's. */
function forget() {
    voice.stop();
    last = null;
    at("result").hidden = true;
    at("audio").hidden = true;
    at("problem").textContent = "";
    document.title = "Narrator";
}

function announce(sentence, { live = true } = {}) {
    said.setAttribute("aria-live", live ? "polite" : "off");
    said.textContent = sentence;
}
