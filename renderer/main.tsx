/** The window. Connects first: the launch token has to leave the address bar before a router reads it. */
import '@fontsource-variable/inter/index.css';
import '@fontsource/ibm-plex-mono/400.css';
import '@fontsource/ibm-plex-mono/500.css';
import './design/tokens.css';
import './design/base.css';
import './design/pieces.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { fetchFirstScreen } from './app/screens.tsx';
import { connect } from './client/connect.ts';

const connection = connect();
fetchFirstScreen(window.location.hash);
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <App connection={connection} />
  </StrictMode>,
);
