import type { Database } from "./database.ts"

/**
 * The one history of the schema, for both engines, oldest first. A migration that has been released never changes.
 * Times are milliseconds since the epoch; `…_json` columns hold JSON text; flags are 0 and 1.
 */
const migrations: { name: string; statements: string[] }[] = [
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
    for (const { name, statements } of migrations.filter(m => !applied.includes(m.name))) {
      for (const statement of statements) await tx.run(statement)
      await tx.run("INSERT INTO migrations (name, applied_at) VALUES (?, ?)", [name, now])
    }
  })
  return wasEmpty
}
