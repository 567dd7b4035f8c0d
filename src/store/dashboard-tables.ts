/** What the operators' dashboard keeps: statements of one migration, for both engines. */
export const dashboardTables = [
  // password is what chat/passwords.ts makes of one.
  `CREATE TABLE operators (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT NOT NULL
  ) /*clustered*/`,
  // Found by the SHA-256 of what the browser holds.
  `CREATE TABLE operator_sessions (
    id TEXT PRIMARY KEY,
    operator TEXT NOT NULL REFERENCES operators (name),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
  ) /*clustered*/`,
  "CREATE INDEX sessions_of_operator ON operator_sessions (operator)",
  `CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    operator TEXT NOT NULL,
    act TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL
  )`,
  "CREATE INDEX audit_by_time ON audit (at, id)",
  // Keys that took the place of those the server was started with; the previous one is good until an instant.
  `CREATE TABLE app_keys (
    kind TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    previous TEXT,
    previous_until BIGINT NOT NULL
  ) /*clustered*/`,
  // excerpt is what the message said when it was reported; ids are empty where a report names none.
  `CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    reporter_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    room_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    closed_by TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
  )`,
  "CREATE UNIQUE INDEX reports_open ON reports (reporter_id, message_id, client_id) WHERE state = 'open'",
  "CREATE INDEX reports_by_state ON reports (state, created_at, id)",
  "CREATE INDEX reports_by_time ON reports (created_at, id)",
  "CREATE INDEX reports_of_reporter ON reports (reporter_id, created_at)",
  // Days that are over, UTC, like 2026-11-21.
  `CREATE TABLE daily_stats (
    day TEXT PRIMARY KEY,
    messages BIGINT NOT NULL,
    active_clients BIGINT NOT NULL,
    new_clients BIGINT NOT NULL,
    new_rooms BIGINT NOT NULL,
    pushes_sent BIGINT NOT NULL,
    pushes_failed BIGINT NOT NULL,
    pushes_suppressed BIGINT NOT NULL
  ) /*clustered*/`,
  // Users who signed in on a day that was not counted yet.
  `CREATE TABLE active_clients (
    day TEXT NOT NULL,
    client_id TEXT NOT NULL,
    PRIMARY KEY (day, client_id)
  ) /*clustered*/`,
  "CREATE INDEX clients_by_creation ON clients (created_at)",
  "CREATE INDEX rooms_by_creation ON rooms (created_at, id)",
]
