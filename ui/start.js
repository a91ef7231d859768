// Lets the first frame out, then starts the page.
//
// Fetching and running sixty modules beside the first painting makes that painting late (docs/adr/0008), and so do styles of
// what it does not show. Where nothing is painted there is nothing to wait for. A window that is not on the screen is given no
// frames: hence the time limit.

/** The longest wait for the first frame, in milliseconds. */
const PATIENCE = 150;

const later = /** @type {HTMLTemplateElement} */ (document.getElementById("later"));
const start = () => {
  document.head.append(later.content);
  import("./app.js");
};

if (document.querySelector("[data-painted]")) {
  const first = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  Promise.race([first, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(start);
} else {
  start();
}
