import { type Loose, objectsOf, wordsOf } from "../../../state/loose-values.ts"
import { webUrl } from "../../../state/web-urls.ts"
import { text } from "../../../text/text.ts"
import type { Message, Picture } from "../../../wire/models.ts"
import { Thumbnail } from "../pictures.tsx"
import { ActionButton, Touchable } from "./acting.tsx"
import { ImageMap } from "./image-map.tsx"
import { Row } from "./row.tsx"
import { colour } from "./styles.ts"

const MOST_COLUMNS = 20
const MOST_BUTTONS = 13
const LONGEST_TITLE = 200
const LONGEST_TEXT = 1000

interface TemplateProps {
  message: Message
  template: Loose
}

/** One of the cards of fixed form: buttons, confirm, carousel, image carousel, image map. */
export function TemplateCard({ message, template }: TemplateProps) {
  switch (template.type) {
    case "carousel":
      return <Columns message={message} template={template} />
    case "image_carousel":
      return <PictureColumns message={message} template={template} />
    case "imagemap":
      return <ImageMap message={message} template={template} />
    default:
      return (
        <Column
          message={message}
          column={template}
          looks={template}
          isConfirm={template.type === "confirm"}
        />
      )
  }
}

function Columns({ message, template }: TemplateProps) {
  const columns = objectsOf(template.columns, MOST_COLUMNS)
  return (
    <Row label={text.message.cards(columns.length)}>
      {columns.map((column, n) => (
        <Column key={n} message={message} column={column} looks={template} />
      ))}
    </Row>
  )
}

interface ColumnProps {
  message: Message
  column: Loose
  /** Says how pictures are shown. */
  looks: Loose
  isConfirm?: boolean
}

function Column({ message, column, looks, isConfirm = false }: ColumnProps) {
  const originalUrl = isConfirm ? undefined : webUrl(column.thumbnailImageUrl)
  const shape = looks.imageAspectRatio === "square" ? "square" : "wide"
  const size = looks.imageSize === "contain" ? "contain" : "cover"
  const actions = objectsOf(column.actions, MOST_BUTTONS)
  return (
    <div class="template">
      <Touchable message={message} action={column.defaultAction} class="template-top">
        {originalUrl && (
          <span
            class={`template-picture ${shape} ${size}`}
            style={{ backgroundColor: colour(column.imageBackgroundColor) }}
          >
            <Thumbnail picture={{ originalUrl }} />
          </span>
        )}
        <span class="template-text">
          {wordsOf(column.title) && <b dir="auto">{wordsOf(column.title).slice(0, LONGEST_TITLE)}</b>}
          {wordsOf(column.text) && <span dir="auto">{wordsOf(column.text).slice(0, LONGEST_TEXT)}</span>}
        </span>
      </Touchable>
      {actions.length > 0 && (
        <div class={isConfirm ? "template-actions beside" : "template-actions"}>
          {actions.map((action, n) => (
            <ActionButton key={n} message={message} action={action} class="template-action">
              {wordsOf(action.label).slice(0, LONGEST_TITLE) || undefined}
            </ActionButton>
          ))}
        </div>
      )}
    </div>
  )
}

function PictureColumns({ message, template }: TemplateProps) {
  const columns = objectsOf(template.columns, MOST_COLUMNS)
  return (
    <Row label={text.message.cards(columns.length)}>
      {columns.map(({ imageUrl, action }, n) => {
        const picture: Picture = { originalUrl: webUrl(imageUrl) }
        const label = wordsOf(action && (action as Loose).label).slice(0, LONGEST_TITLE)
        return (
          <Touchable key={n} message={message} action={action} class="template-tile">
            <Thumbnail picture={picture} />
            {label && <span class="tile-label">{label}</span>}
          </Touchable>
        )
      })}
    </Row>
  )
}
