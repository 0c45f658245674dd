/** Hands a file to the person, without a server in between. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // A browser fetches it after this turn, some seconds later: taken away before that, nothing is saved.
  setTimeout(() => URL.revokeObjectURL(url), fetchedWithinMs);
}

/** As FileSaver.js waits, and half as much again. */
const fetchedWithinMs = 60_000;

export function saveText(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: 'text/plain' }));
}
