// Where the pointer was last pressed. A plain object, because nothing is drawn from it.

export const pointer = { x: -1, y: -1 };

/** Follows the presses. A press by keyboard has no place, so it forgets the last one. */
export function startPointer() {
  addEventListener(
    "pointerdown",
    ({ clientX, clientY }) => {
      pointer.x = clientX;
      pointer.y = clientY;
    },
    { capture: true, passive: true },
  );
  addEventListener(
    "keydown",
    () => {
      pointer.x = -1;
      pointer.y = -1;
    },
    { capture: true, passive: true },
  );
}
