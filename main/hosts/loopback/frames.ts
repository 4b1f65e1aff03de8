import type { MessagePort } from 'node:worker_threads';
import type { RawData, WebSocket } from 'ws';
import { CLOSE_ENDED, CLOSE_OPENED_ELSEWHERE, CLOSE_REFUSED, decodeHello, encodeWelcome } from '#shared/contract/loopback.ts';
import type { Session } from './session.ts';

const HELLO_TIMEOUT_MS = 2_000;

export interface Frames {
  /** Takes a fresh socket: expects a hello within 2 s, then carries frames between it and a port of the app thread. */
  accept(socket: WebSocket): void;
  /** Closes the window's socket for good, with a reason it can show. */
  end(reason: string): void;
}

/** One window at a time: the newest admitted socket wins. `onCount` hears 1 when a window is there and 0 when none is. */
export function createFrames(session: Session, connect: () => MessagePort, onCount: (windows: 0 | 1) => void): Frames {
  let current: WebSocket | null = null;
  const waiting = new Set<WebSocket>();

  function admit(socket: WebSocket, sessionKey: string): void {
    current?.close(CLOSE_OPENED_ELSEWHERE, 'Onefold is open in another window.');
    current = socket;
    socket.once('close', () => {
      if (current !== socket) return;
      current = null;
      onCount(0);
    });
    socket.send(encodeWelcome(sessionKey));
    carry(socket, connect());
    onCount(1);
  }

  return {
    accept(socket) {
      waiting.add(socket);
      const timer = setTimeout(() => socket.close(CLOSE_REFUSED, 'No hello came.'), HELLO_TIMEOUT_MS);
      socket.once('close', () => {
        clearTimeout(timer);
        waiting.delete(socket);
      });
      // A broken frame or an oversized one: ws closes the socket itself, with the code that says so.
      socket.on('error', () => socket.terminate());
      socket.once('message', (data, isBinary) => {
        clearTimeout(timer);
        waiting.delete(socket);
        const hello = isBinary ? null : decodeHello(textOf(data));
        const sessionKey = hello === null ? null : session.admit(hello);
        if (sessionKey === null) socket.close(CLOSE_REFUSED, 'This window is not known here.');
        else admit(socket, sessionKey);
      });
    },
    end(reason) {
      for (const socket of waiting) socket.terminate();
      current?.close(CLOSE_ENDED, reason);
    },
  };
}

/** Text stays text and bytes stay bytes, in both directions; nothing is looked at. */
function carry(socket: WebSocket, port: MessagePort): void {
  socket.on('message', (data, isBinary) => port.postMessage(isBinary ? bytesOf(data) : textOf(data)));
  port.on('message', (frame: string | Uint8Array | ArrayBuffer) => socket.send(frame));
  socket.once('close', () => port.close());
  port.once('close', () => socket.close(1011, 'The work thread ended.'));
}

function bytesOf(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(Array.isArray(data) ? Buffer.concat(data) : data);
}

function textOf(data: RawData): string {
  return new TextDecoder().decode(bytesOf(data));
}
