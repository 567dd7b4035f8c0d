import type { FastifyReply, FastifyRequest } from "fastify"
import { lifeMs } from "../../../chat/operator-sessions.ts"

/** What a signed-in operator's browser holds; scripts cannot read it, and no other site has it sent. */
const name = "parley-operator"

export function readCookie(request: FastifyRequest): string {
  const cookies = (request.headers.cookie ?? "").split(";").map(cookie => cookie.trim())
  return cookies.find(cookie => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? ""
}

/** @param secure the browser came by https. */
export function setCookie(reply: FastifyReply, token: string, secure: boolean): void {
  reply.header("set-cookie", cookieOf(token, Math.floor(lifeMs / 1000), secure))
}

export function clearCookie(reply: FastifyReply, secure: boolean): void {
  reply.header("set-cookie", cookieOf("", 0, secure))
}

const cookieOf = (value: string, seconds: number, secure: boolean) =>
  [
    ...[`${name}=${value}`, "Path=/dashboard", `Max-Age=${seconds}`, "HttpOnly", "SameSite=Strict"],
    ...(secure ? ["Secure"] : []),
  ].join("; ")
