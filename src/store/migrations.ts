import { dashboardTables } from "./dashboard-tables.ts"
import type { Database } from "./database.ts"

interface Migration extends Partial<Record<Database["engine"], string[]>> {
  name: string
  /** For both engines; those of the one in use come after them. */
  statements: string[]
}

/**
 * The one history of the schema, for both engines, oldest first. A migration that has been released never changes.
 * Times are milliseconds since the epoch; `…_json` columns hold JSON text; flags are 0 and 1.
 */
const migrations: Migration[] = [
  {
    name: "0001-one-conversation",
    statements: [
      `CREATE TABLE clients (
        id TEXT PRIMARY KEY,
        nickname TEXT NOT NULL,
        avatar_url TEXT NOT NULL,
        description TEXT,
        is_robot INTEGER NOT NULL,
        notification_enabled INTEGER NOT NULL,
        fields_json TEXT NOT NULL,
        last_login_at BIGINT NOT NULL,
        address_json TEXT,
        user_agent TEXT,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
      ) /*clustered*/`,
      // Tokens may be longer than an index entry can be, so they are found by their SHA-256.
      `CREATE TABLE tokens (
        token_hash TEXT PRIMARY KEY,
        token TEXT NOT NULL,
        client_id TEXT NOT NULL REFERENCES clients (id),
        expires_at BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
      ) /*clustered*/`,
      "CREATE INDEX tokens_of_client ON tokens (client_id)",
      // last_seq and last_message_at belong to the newest message; pair is set for direct rooms only.
      `CREATE TABLE rooms (
        id TEXT PRIMARY KEY,
        room_type TEXT NOT NULL,
        pair TEXT UNIQUE,
        name TEXT NOT NULL,
        cover TEXT NOT NULL,
        description TEXT NOT NULL,
        owner_id TEXT,
        managers_json TEXT NOT NULL,
        room_tags_json TEXT NOT NULL,
        webhook TEXT,
        bot_mode INTEGER,
        bot_state TEXT NOT NULL,
        ext_params TEXT NOT NULL,
        encrypted INTEGER NOT NULL,
        status INTEGER NOT NULL,
        opening INTEGER NOT NULL,
        last_seq BIGINT NOT NULL,
        last_message_at BIGINT NOT NULL,
        created_at BIGINT NOT NULL
      ) /*clustered*/`,
      // read_seq is what unread is counted from; last_read the message id clients are told, absent until they read.
      `CREATE TABLE members (
        room_id TEXT NOT NULL REFERENCES rooms (id),
        client_id TEXT NOT NULL REFERENCES clients (id),
        position INTEGER NOT NULL,
        role TEXT,
        properties_json TEXT,
        read_seq BIGINT NOT NULL,
        last_read TEXT,
        joined_seq BIGINT NOT NULL,
        joined_at BIGINT NOT NULL,
        PRIMARY KEY (room_id, client_id)
      ) /*clustered*/`,
      "CREATE INDEX members_of_client ON members (client_id, room_id)",
      `CREATE TABLE messages (
        id TEXT PRIMARY KEY,
        room_id TEXT NOT NULL,
        seq BIGINT NOT NULL,
        sender_id TEXT NOT NULL,
        message_type TEXT NOT NULL,
        content_json TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        edited_at BIGINT
      )`,
      // Times never fall within a room, so this is also the order of seq, and one index serves both questions.
      "CREATE UNIQUE INDEX messages_by_time ON messages (room_id, created_at, seq)",
      // Few messages ever change: a new one does not pay for this index.
      "CREATE INDEX messages_by_change ON messages (room_id, updated_at, seq) WHERE updated_at > created_at",
      `CREATE TABLE mentions (
        room_id TEXT NOT NULL,
        client_id TEXT NOT NULL,
        seq BIGINT NOT NULL,
        PRIMARY KEY (room_id, client_id, seq)
      ) /*clustered*/`,
      "CREATE INDEX mentions_of_message ON mentions (room_id, seq)",
      `CREATE TABLE devices (
        type TEXT NOT NULL,
        device_id TEXT NOT NULL,
        client_id TEXT NOT NULL REFERENCES clients (id),
        token TEXT NOT NULL,
        token_hash TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (type, device_id)
      ) /*clustered*/`,
      "CREATE INDEX devices_of_client ON devices (client_id)",
      "CREATE INDEX devices_by_token ON devices (token_hash)",
      `CREATE TABLE outbox (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        room_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        created_at BIGINT NOT NULL
      )`,
      "CREATE TABLE settings (name TEXT PRIMARY KEY, value_json TEXT NOT NULL)",
    ],
  },
  {
    name: "0002-the-whole-surface",
    statements: [
      // A group is a client; its people are members of whatever it is a member of.
      "ALTER TABLE clients ADD COLUMN client_type TEXT NOT NULL DEFAULT 'user'",
      `CREATE TABLE group_members (
        group_id TEXT NOT NULL REFERENCES clients (id),
        client_id TEXT NOT NULL REFERENCES clients (id),
        position INTEGER NOT NULL,
        PRIMARY KEY (group_id, client_id)
      ) /*clustered*/`,
      "CREATE INDEX groups_of_client ON group_members (client_id, group_id)",
      // 1: in the room by name. 0: there only through a group.
      "ALTER TABLE members ADD COLUMN named INTEGER NOT NULL DEFAULT 1",
      // The greatest number among the messages that the member deleted for themselves, one by one.
      "ALTER TABLE members ADD COLUMN deleted_seq BIGINT NOT NULL DEFAULT 0",
      // gap_seq is the greatest number in gaps; up to emptied_seq nothing is left of the room's messages.
      "ALTER TABLE rooms ADD COLUMN gap_seq BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE rooms ADD COLUMN emptied_seq BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE messages ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE messages ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE messages ADD COLUMN reactions_json TEXT",
      "ALTER TABLE messages ADD COLUMN batch_id TEXT",
      "CREATE INDEX messages_by_creation ON messages (created_at, id)",
      "CREATE INDEX messages_pinned ON messages (room_id) WHERE pinned = 1",
      "CREATE INDEX messages_of_batch ON messages (batch_id) WHERE batch_id IS NOT NULL",
      // Numbers of a room whose message counts for nobody: deleted for everybody, or hidden.
      `CREATE TABLE gaps (
        room_id TEXT NOT NULL REFERENCES rooms (id),
        seq BIGINT NOT NULL,
        deleted INTEGER NOT NULL,
        PRIMARY KEY (room_id, seq)
      ) /*clustered*/`,
      // Messages that a user deleted for themselves: single ones, and all up to a place.
      `CREATE TABLE user_deletions (
        room_id TEXT NOT NULL REFERENCES rooms (id),
        client_id TEXT NOT NULL,
        seq BIGINT NOT NULL,
        message_id TEXT NOT NULL,
        deleted_at BIGINT NOT NULL,
        PRIMARY KEY (room_id, client_id, seq)
      ) /*clustered*/`,
      `CREATE TABLE clearings (
        room_id TEXT NOT NULL REFERENCES rooms (id),
        client_id TEXT NOT NULL,
        seq BIGINT NOT NULL,
        message_at BIGINT NOT NULL,
        cleared_at BIGINT NOT NULL,
        PRIMARY KEY (room_id, client_id)
      ) /*clustered*/`,
      `CREATE TABLE my_prefs (
        client_id TEXT NOT NULL REFERENCES clients (id),
        name TEXT NOT NULL,
        value_json TEXT NOT NULL,
        PRIMARY KEY (client_id, name)
      ) /*clustered*/`,
      // pref_json holds what was set; muted repeats a part of it, for pushes; quitted_at is when the user left.
      `CREATE TABLE room_prefs (
        client_id TEXT NOT NULL REFERENCES clients (id),
        room_id TEXT NOT NULL REFERENCES rooms (id),
        pref_json TEXT NOT NULL,
        muted INTEGER NOT NULL,
        quitted_at BIGINT,
        PRIMARY KEY (client_id, room_id)
      ) /*clustered*/`,
      "CREATE INDEX room_prefs_of_room ON room_prefs (room_id, client_id)",
      `CREATE TABLE group_prefs (
        group_name TEXT NOT NULL,
        room_id TEXT NOT NULL REFERENCES rooms (id),
        pref_json TEXT NOT NULL,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (room_id, group_name)
      ) /*clustered*/`,
      "CREATE INDEX group_prefs_of_group ON group_prefs (group_name)",
      `CREATE TABLE invitations (
        id TEXT NOT NULL,
        room_id TEXT NOT NULL REFERENCES rooms (id),
        invitee_id TEXT NOT NULL REFERENCES clients (id),
        inviter_id TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (room_id, invitee_id)
      ) /*clustered*/`,
      "CREATE INDEX invitations_of_invitee ON invitations (invitee_id)",
      // In a group room a ban; in a direct room the blocking of one member by the other.
      `CREATE TABLE blocks (
        room_id TEXT NOT NULL REFERENCES rooms (id),
        blockee_id TEXT NOT NULL,
        blocker_id TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (room_id, blockee_id)
      ) /*clustered*/`,
      "CREATE INDEX blocks_of_blocker ON blocks (blocker_id)",
      // extra_json is the uploader's; the room is the one it was uploaded for, if any.
      `CREATE TABLE files (
        id TEXT PRIMARY KEY,
        bucket TEXT NOT NULL,
        filename TEXT NOT NULL,
        mimetype TEXT NOT NULL,
        length BIGINT NOT NULL,
        md5 TEXT NOT NULL,
        client_id TEXT,
        room_id TEXT,
        extra_json TEXT NOT NULL,
        width INTEGER,
        height INTEGER,
        thumbnail_type TEXT,
        created_at BIGINT NOT NULL
      ) /*clustered*/`,
      "CREATE INDEX files_of_client ON files (client_id)",
      "CREATE INDEX files_of_room ON files (room_id, created_at) WHERE room_id IS NOT NULL",
      "CREATE INDEX files_of_bucket ON files (bucket, created_at)",
      `CREATE TABLE stickers (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        images_json TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
      ) /*clustered*/`,
    ],
  },
  {
    name: "0003-search",
    statements: [
      // How far the messages of an occasion (sent, edited) are surely indexed.
      `CREATE TABLE search_progress (
        occasion TEXT PRIMARY KEY,
        at BIGINT NOT NULL,
        message_id TEXT NOT NULL
      )`,
      "CREATE INDEX messages_by_edit ON messages (edited_at, id) WHERE edited_at IS NOT NULL",
    ],
    // version is the time of the message's last change. Whatever is printable may belong to a term.
    sqlite: [
      `CREATE TABLE search_docs (
        place INTEGER PRIMARY KEY,
        message_id TEXT NOT NULL UNIQUE,
        room_id TEXT NOT NULL,
        version BIGINT NOT NULL
      )`,
      `CREATE VIRTUAL TABLE search_terms USING fts5 (terms, content = '', contentless_delete = 1, detail = none,
        tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~'")`,
      "INSERT INTO search_terms (search_terms, rank) VALUES ('automerge', 0)",
    ],
    postgres: [
      `CREATE TABLE search_docs (
        place BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        message_id TEXT NOT NULL UNIQUE,
        room_id TEXT NOT NULL,
        version BIGINT NOT NULL,
        terms TSVECTOR NOT NULL
      )`,
      // New entries wait in a list of up to 64 MiB, which is merged long before it is full.
      "CREATE INDEX search_terms ON search_docs USING gin (terms) WITH (gin_pending_list_limit = 65536)",
    ],
  },
  {
    // What a client missed is what carries the number of a later commit than its cursor (docs/decisions/0010).
    name: "0004-stamps",
    statements: [
      // The room or anything in it changed; its messages up to emptied_seq were deleted.
      "ALTER TABLE rooms ADD COLUMN stamp BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE rooms ADD COLUMN emptied_stamp BIGINT NOT NULL DEFAULT 0",
      // The room changed for this member alone; from fresh_stamp on they see its messages otherwise than before.
      "ALTER TABLE members ADD COLUMN stamp BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE members ADD COLUMN fresh_stamp BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE messages ADD COLUMN stamp BIGINT NOT NULL DEFAULT 0",
      // New messages are found from the room's end.
      "CREATE INDEX messages_by_stamp ON messages (room_id, stamp) WHERE updated_at > created_at",
      "ALTER TABLE gaps ADD COLUMN message_id TEXT",
      "ALTER TABLE gaps ADD COLUMN stamp BIGINT NOT NULL DEFAULT 0",
      "CREATE INDEX gaps_by_stamp ON gaps (room_id, stamp)",
      // An id that clients chose is not given twice.
      "CREATE INDEX gaps_by_message ON gaps (message_id) WHERE deleted = 1",
      "ALTER TABLE user_deletions ADD COLUMN stamp BIGINT NOT NULL DEFAULT 0",
      "CREATE INDEX user_deletions_by_stamp ON user_deletions (room_id, client_id, stamp)",
      // When a user's list of rooms, personal preferences, pending invitations changed.
      `CREATE TABLE client_stamps (
        client_id TEXT PRIMARY KEY,
        rooms BIGINT NOT NULL DEFAULT 0,
        prefs BIGINT NOT NULL DEFAULT 0,
        invitations BIGINT NOT NULL DEFAULT 0
      ) /*clustered*/`,
      // Each stretch of history that is surely one; cursors of earlier ones are good up to continues_at.
      `CREATE TABLE epochs (
        position BIGINT PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        identity TEXT NOT NULL,
        continues_at BIGINT NOT NULL
      )`,
    ],
    sqlite: ["CREATE TABLE commits (stamp BIGINT NOT NULL)", "INSERT INTO commits (stamp) VALUES (0)"],
    postgres: [
      "CREATE FUNCTION stamp() RETURNS BIGINT LANGUAGE sql AS 'SELECT pg_current_xact_id()::text::bigint'",
      `CREATE FUNCTION stamp_horizon() RETURNS BIGINT LANGUAGE sql
        AS 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint'`,
    ],
  },
  {
    name: "0005-sent-keys",
    statements: [
      // Hashes of who sent with which key, and of what they sent; what came of it.
      `CREATE TABLE sent_keys (
        id TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        answer TEXT NOT NULL,
        sent_at BIGINT NOT NULL
      ) /*clustered*/`,
    ],
  },
  {
    name: "0006-sendings",
    statements: [
      // Hash of the token that the device was registered with, if it was one of a user.
      "ALTER TABLE devices ADD COLUMN session_hash TEXT",
      // What a row tells of that is no message.
      "ALTER TABLE outbox ADD COLUMN job_json TEXT",
      "CREATE INDEX outbox_of_webhooks ON outbox (room_id, id) WHERE kind = 'webhook'",
      // What is tried until it is settled. Nobody else takes a claimed row before due_at; a held one waits for a sign of life.
      `CREATE TABLE sendings (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        room_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        client_id TEXT NOT NULL,
        device_type TEXT NOT NULL,
        device_id TEXT NOT NULL,
        job_json TEXT,
        attempts INTEGER NOT NULL,
        held INTEGER NOT NULL,
        claimed INTEGER NOT NULL,
        due_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        created_at BIGINT NOT NULL
      )`,
      "CREATE INDEX sendings_due ON sendings (kind, due_at, id)",
      "CREATE INDEX sendings_held ON sendings (client_id, device_id) WHERE held = 1",
      // What became of them, kept for a while.
      `CREATE TABLE settlements (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        room_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        client_id TEXT NOT NULL,
        device_type TEXT NOT NULL,
        device_id TEXT NOT NULL,
        job_json TEXT,
        outcome TEXT NOT NULL,
        reason TEXT,
        provider_id TEXT,
        attempts INTEGER NOT NULL,
        created_at BIGINT NOT NULL,
        settled_at BIGINT NOT NULL
      )`,
      "CREATE INDEX settlements_of_message ON settlements (message_id) WHERE message_id <> ''",
      "CREATE INDEX settlements_by_outcome ON settlements (kind, outcome, settled_at)",
      "CREATE INDEX settlements_by_age ON settlements (settled_at)",
      // Members who got no push of a message, by reason.
      `CREATE TABLE unpushed (
        message_id TEXT PRIMARY KEY,
        reasons_json TEXT NOT NULL,
        at BIGINT NOT NULL
      ) /*clustered*/`,
      "CREATE INDEX unpushed_by_age ON unpushed (at)",
    ],
  },
  { name: "0007-dashboard", statements: dashboardTables },
]

/** Brings the schema up to date. @returns true when the database was empty. */
export async function migrate(db: Database, now: number): Promise<boolean> {
  let wasEmpty = false
  await db.migrate(async tx => {
    await tx.run("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)")
    const applied = (await tx.all<{ name: string }>("SELECT name FROM migrations")).map(row => row.name)
    wasEmpty = applied.length === 0
    const unknown = applied.find(name => !migrations.some(m => m.name === name))
    if (unknown)
      throw new Error(`The database was made by a newer version (migration ${unknown}): run that version`)
    const missing = migrations.filter(migration => !applied.includes(migration.name))
    for (const { name, statements, [db.engine]: own = [] } of missing) {
      for (const statement of [...statements, ...own]) await tx.run(statement)
      await tx.run("INSERT INTO migrations (name, applied_at) VALUES (?, ?)", [name, now])
    }
  })
  return wasEmpty
}
