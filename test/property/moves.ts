import type { Call, Game } from "./game.ts"
import { membershipMoves } from "./moves/membership.ts"
import { messageMoves } from "./moves/messages.ts"
import { moderationMoves } from "./moves/moderation.ts"
import { roomMoves } from "./moves/rooms.ts"

/** One call, and what the model makes of its success. */
export interface Move {
  call: Call
  done: () => void | Promise<void>
}

/** A kind of move, made about so often; undefined when there is nothing to do it to. */
export type Kind = [weight: number, make: (game: Game) => Move | undefined]

const kinds: Record<string, Kind> = { ...messageMoves, ...membershipMoves, ...moderationMoves, ...roomMoves }

const bag = Object.entries(kinds).flatMap(([name, [weight]]) => Array<string>(weight).fill(name))

/** A move, and what kind it is. */
export interface ChosenMove extends Move {
  kind: string
}

/** The next move; first there must be rooms. */
export function nextMove(game: Game): ChosenMove {
  for (;;) {
    const kind = game.model.rooms.size === 0 ? "create" : game.chance.pick(bag)
    const move = kinds[kind]?.[1](game)
    if (move) return { ...move, kind }
  }
}
