import { numberOf, objectOf, wordsOf } from "../../state/loose-values.ts"
import { extraOf, textOf } from "../../state/message-kinds.ts"
import { locale, text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { fullTime } from "../times.ts"
import { CoinIcon } from "./icons.tsx"

/** A payment that was asked for or made, as the message tells it. Paying itself is the business of other apps. */
export function PaymentCard({ message, me }: { message: Message; me: string }) {
  const extra = extraOf(message)
  const payer = personIn(extra.payer)
  const payee = personIn(extra.payee)
  const at = numberOf(extra.timestamp, 1, 8e15)
  const methods = Array.isArray(extra.availableMethods)
    ? extra.availableMethods.map(wordsOf).filter(Boolean).slice(0, 8).join(", ")
    : ""
  const lines: [string, string][] = [
    [text.message.payer, payer.name],
    [text.message.payee, payee.name],
    [methods ? text.message.paymentMethods : text.message.paymentMethod, methods || wordsOf(extra.method)],
    [text.message.paymentRemark, (wordsOf(extra.remark) || textOf(message)).slice(0, 500)],
  ]
  return (
    <section class="payment">
      <header>
        <CoinIcon />
        <span dir="auto">{titleOf(extra.type, { payer, payee, me })}</span>
      </header>
      <strong>{amountOf(extra.value, wordsOf(extra.currency))}</strong>
      <dl>
        {lines
          .filter(([, words]) => words)
          .map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{words}</dd>
            </div>
          ))}
      </dl>
      {at && <small>{fullTime(at)}</small>}
    </section>
  )
}

interface Person {
  id: string
  name: string
}

function personIn(value: unknown): Person {
  const { id, _id, nickname } = objectOf(value)
  const known = wordsOf(id) || wordsOf(_id)
  return { id: known, name: (wordsOf(nickname) || known).slice(0, 200) }
}

function titleOf(type: unknown, { payer, payee, me }: { payer: Person; payee: Person; me: string }): string {
  if (type === "request") {
    if (payee.id === me) return text.message.paymentRequestOwn
    return payee.name ? text.message.paymentRequest(payee.name) : text.message.payment
  }
  if (type !== "response") return text.message.payment
  if (payer.id === me) return text.message.paymentDoneOwn
  return payer.name ? text.message.paymentDone(payer.name) : text.message.payment
}

/** With the sign and the digits of its currency where that is known. */
function amountOf(value: unknown, currency: string): string {
  const amount = numberOf(value, -1e15, 1e15)
  if (amount === undefined) return wordsOf(value).slice(0, 40)
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount)
  } catch {
    return `${currency.slice(0, 10)} ${amount}`.trim()
  }
}
