// What the page asks of the service it came from. An Error's message is a sentence for the person.

import { t } from "./words.js";

const SIGNED_OUT = 401;

/** The description of a picture, as /v1/openapi.json states it. */
export async function describe(picture, signal) {
    const response = await post("/v1/describe", {
        body: picture,
        headers: { "Content-Type": "application/octet-stream" },
        signal,
    });
    return response.json();
}

/** Passages as sound, each in a voice of its language: the Blob of a WAV file. */
export async function speech(passages, signal) {
    const response = await post("/v1/speech", {
        body: JSON.stringify({ passages }),
        headers: { "Content-Type": "application/json" },
        signal,
    });
    return response.blob();
}

async function post(path, options) {
    let response;
    try {
        response = await fetch(`${path}?language=${document.documentElement.lang}`, { method: "POST", ...options });
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Error(t("Narrator does not answer; see whether narrator serve still runs, then try again."));
    }
    if (response.status === SIGNED_OUT) throw new Error(t("You are signed out; reload this page and sign in."));
    if (!response.ok) throw new Error(await sentenceOf(response));
    return response;
}

async function sentenceOf(response) {
    try {
        return (await response.json()).error;
    } catch {
        // Not from Narrator itself, but from a proxy or from a server that has too many connections.
        return t("Narrator cannot answer now (status {status}); try again in a moment.", { status: response.status });
    }
}
