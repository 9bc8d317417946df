/**
 * Asks until the answer is truthy, and gives it back. Fails after the given time with what was waited for and with
 * the last error, so that a test that fails says what it saw.
 */
export async function until(what, milliseconds, ask) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${milliseconds / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
