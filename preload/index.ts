import { ipcRenderer } from 'electron';
import { PORT_MESSAGE } from '#shared/contract/electron-port.ts';

/**
 * Hands the page its one port to the app thread. Nothing of Electron is exposed, and no procedure is named here: what may be asked
 * is decided by the contract, on the other end of the port.
 */
ipcRenderer.on(PORT_MESSAGE, (event) => {
  window.postMessage(PORT_MESSAGE, window.location.origin, [...event.ports]);
});
