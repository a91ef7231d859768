import { html, render } from "htm/preact";

render(html`<main><h1>Berth</h1><p role="status">Sandbox: nothing here costs money</p></main>`, document.body);
