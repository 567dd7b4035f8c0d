import { options } from "preact"

/**
 * Draws when the turn of the browser is over instead of at its next pause: what several packets of a connection change is
 * then drawn once, and calls that a change leads to go out before it is drawn.
 */
export function drawOnceATurn(): void {
  const { port1, port2 } = new MessageChannel()
  let draw: (() => void) | undefined
  port1.onmessage = () => draw?.()
  options.debounceRendering = next => {
    draw = next
    port2.postMessage(undefined)
  }
}
