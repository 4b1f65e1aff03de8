/** Files between the window and the app: one-time tickets over the host's own address, the same on both hosts. */

/** Hands a file's bytes to the app. Rejects with a sentence for the user. */
export async function sendFile(ticket: string, file: File, signal: AbortSignal): Promise<void> {
  const response = await fetch(`/blobs/${ticket}`, { method: 'PUT', body: file, signal });
  if (!response.ok) throw new Error(`${file.name} could not be handed over: ${(await response.text()).trim()}`);
}

/** Saves a file that the app made, where the browser or the system saves downloads. */
export function saveFile(ticket: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = `/blobs/${ticket}`;
  link.download = fileName;
  link.click();
}

/** Opens the system's file picker; resolves with the chosen files, none when it was closed. */
export function pickFiles(): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/** Saves a short text that the window made itself. */
export function saveText(fileName: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
