import type { Room } from "../wire/models.ts"
import { prefOf, type RoomPref, setPref } from "./room-prefs.ts"
import type { Session } from "./session.ts"

/** The user's own order among rooms: a room is in one folder at most, and carries any number of tags. */
export interface Label {
  kind: "folder" | "tag"
  name: string
  /** Of tags, if one was chosen. */
  colour?: string
  /** Rooms that have it. */
  count: number
}

/** Colours to choose from for a tag. */
export const COLOURS = [
  "#c2410c",
  "#a16207",
  "#4d7c0f",
  "#0f766e",
  "#0369a1",
  "#4f46e5",
  "#9333ea",
  "#be185d",
]

const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

/** Other clients write any text: only plain colours are taken from it. */
export function tagColour({ pref }: Room, tag: string): string | undefined {
  const colour = (pref?.tagColors as Record<string, unknown> | undefined)?.[tag]
  return typeof colour === "string" && COLOUR.test(colour) ? colour : undefined
}

export const folderOf = (room: Room): string => prefOf(room).folder ?? ""

export const tagsOf = (room: Room): string[] => prefOf(room).tags ?? []

/** All labels in use, by name, folders first. */
export function listLabels(rooms: Iterable<Room>): Label[] {
  const labels = new Map<string, Label>()
  const count = (kind: Label["kind"], name: string, colour?: string) => {
    const known = labels.get(kind + name) ?? { kind, name, count: 0 }
    labels.set(kind + name, { ...known, count: known.count + 1, colour: known.colour ?? colour })
  }
  for (const room of rooms) {
    if (folderOf(room)) count("folder", folderOf(room))
    for (const tag of tagsOf(room)) count("tag", tag, tagColour(room, tag))
  }
  return [...labels.values()].sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name))
}

/** @param folder "" for none. */
export function putInFolder(session: Session, room: Room, folder: string): Promise<void> {
  return setPref(session, room._id, { folder })
}

/** A page of one room tag shares its tags with all who see that tag (contract: rest-extended, section 1.3). */
export async function setTags(session: Session, room: Room, tags: string[], colours: Colours): Promise<void> {
  const { client, roomTag } = session
  const tagColors = Object.fromEntries(Object.entries(colours).filter(([tag]) => tags.includes(tag)))
  const changes: RoomPref = { tags, tagColors }
  if (!roomTag || !room.roomTags?.includes(roomTag)) return setPref(session, room._id, changes)
  const path = `/roomPrefs/${encodeURIComponent(room._id)}/group/${encodeURIComponent(roomTag)}`
  await client.request("POST", path, changes)
}

type Colours = Record<string, string>

/** A label's new name or colour, in every room that has it. @throws RequestError */
export async function changeLabel(session: Session, label: Label, to: Pick<Label, "name" | "colour">) {
  for (const room of session.client.rooms.values()) {
    if (label.kind === "folder") {
      if (folderOf(room) === label.name) await putInFolder(session, room, to.name)
      continue
    }
    const tags = tagsOf(room)
    if (!tags.includes(label.name)) continue
    const { [label.name]: before, ...others } = prefOf(room).tagColors ?? {}
    const colour = to.colour ?? before
    const renamed = tags.map(tag => (tag === label.name ? to.name : tag))
    await setTags(session, room, [...new Set(renamed)], colour ? { ...others, [to.name]: colour } : others)
  }
}

/** Takes a label from every room that has it. @throws RequestError */
export async function removeLabel(session: Session, label: Label): Promise<void> {
  for (const room of session.client.rooms.values()) {
    if (label.kind === "folder" && folderOf(room) === label.name) await putInFolder(session, room, "")
    const tags = tagsOf(room)
    if (label.kind === "tag" && tags.includes(label.name)) {
      const left = tags.filter(tag => tag !== label.name)
      await setTags(session, room, left, prefOf(room).tagColors ?? {})
    }
  }
}
