/** The one message between Electron's host, its preload script and the page: it carries a MessagePort and says nothing else. */
export const PORT_MESSAGE = 'onefold:port';

/** The only origin that the Electron host loads, serves and talks to. */
export const APP_ORIGIN = 'app://onefold';
