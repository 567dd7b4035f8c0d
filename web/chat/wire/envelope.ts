/** Every answer, by HTTP or as a socket's acknowledgement, comes in this shape. RC 0 is success. */
export interface Envelope<T = unknown> {
  RC: number
  RM: string
  result: T
}
