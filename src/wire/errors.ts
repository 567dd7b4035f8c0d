/**
 * Every failure the server answers with: code → HTTP status (which is also `RC`) and `RM` (contract: openapi.yaml,
 * `x-errors`). The sentence for people comes with each case.
 */
export const errors = {
  MISSING_PARAMETER: { status: 400, rm: "Bad Request" },
  INVALID_PARAMETER: { status: 400, rm: "Bad Request" },
  INVALID_REQUEST: { status: 400, rm: "Bad Request" },
  INVALID_BODY: { status: 400, rm: "Bad Request" },
  INVALID_TOKEN_FORMAT: { status: 400, rm: "Bad Request" },
  INVALID_MESSAGE_FORMAT: { status: 400, rm: "Invalid parameters" },
  INVALID_ROOM_TYPE: { status: 400, rm: "Bad Request" },
  INVALID_ROLE: { status: 400, rm: "Bad Request" },
  INVALID_TAGS: { status: 400, rm: "Invalid parameters" },
  INVALID_QUERY: { status: 400, rm: "Invalid query syntax" },
  INVALID_USER_ID: { status: 400, rm: "Invalid user ID" },
  SELF_BLOCK_FORBIDDEN: { status: 400, rm: "Cannot block yourself" },
  ROOM_NOT_MUTED: { status: 400, rm: "Room is not muted" },
  INVALID_CONFIG_FORMAT: { status: 400, rm: "Invalid request format" },
  INVALID_SEARCH_TYPE: { status: 400, rm: "Invalid search parameters" },
  INVALID_ROOM_TAGS: { status: 400, rm: "Invalid parameters" },
  UNSUPPORTED_ENCODING: { status: 400, rm: "Unsupported encoding" },
  UNKNOWN_EVENT: { status: 400, rm: "Unknown event" },
  INVALID_TOKEN: { status: 401, rm: "Unauthorized" },
  INVALID_API_KEY: { status: 401, rm: "Unauthorized" },
  OPERATOR_SIGNED_OUT: { status: 401, rm: "Unauthorized" },
  INVALID_CLIENT_KEY: { status: 403, rm: "Forbidden" },
  NOT_ROOM_MEMBER: { status: 403, rm: "Forbidden" },
  INSUFFICIENT_PERMISSIONS: { status: 403, rm: "Forbidden" },
  ROOM_INACTIVE: { status: 403, rm: "Forbidden" },
  ROOM_CLOSED: { status: 403, rm: "Forbidden" },
  CLIENT_BLOCKED: { status: 403, rm: "Forbidden" },
  INSUFFICIENT_PERMISSION: { status: 403, rm: "Permission denied" },
  PERMISSION_DENIED: { status: 403, rm: "Forbidden" },
  WRONG_PASSWORD: { status: 403, rm: "Forbidden" },
  FOREIGN_ORIGIN: { status: 403, rm: "Forbidden" },
  NOT_FOUND: { status: 404, rm: "Not Found" },
  CLIENT_NOT_FOUND: { status: 404, rm: "Client not found" },
  USER_NOT_FOUND: { status: 404, rm: "User not found" },
  ROOM_NOT_FOUND: { status: 404, rm: "Room not found" },
  ROOM_OR_USER_NOT_FOUND: { status: 404, rm: "Resource not found" },
  MEMBER_NOT_FOUND: { status: 404, rm: "Member not found" },
  BLOCK_NOT_FOUND: { status: 404, rm: "Block relationship not found" },
  CONFIG_NOT_FOUND: { status: 404, rm: "Not Found" },
  FILE_NOT_FOUND: { status: 404, rm: "Not Found" },
  MESSAGE_NOT_FOUND: { status: 404, rm: "Message not found" },
  TOKEN_NOT_FOUND: { status: 404, rm: "Token not found" },
  WEBHOOK_NOT_FOUND: { status: 404, rm: "Not Found" },
  OPERATOR_NOT_FOUND: { status: 404, rm: "Not Found" },
  REPORT_NOT_FOUND: { status: 404, rm: "Not Found" },
  SENDING_NOT_FOUND: { status: 404, rm: "Not Found" },
  ROOM_ALREADY_EXISTS: { status: 409, rm: "Conflict" },
  USER_ALREADY_BLOCKED: { status: 409, rm: "User already blocked" },
  TOKEN_CONFLICT: { status: 409, rm: "Conflict" },
  MESSAGE_ALREADY_EXISTS: { status: 409, rm: "Conflict" },
  OPERATOR_ALREADY_EXISTS: { status: 409, rm: "Conflict" },
  OPERATOR_NEEDED: { status: 409, rm: "Conflict" },
  KEY_OF_ENVIRONMENT: { status: 409, rm: "Conflict" },
  PAYLOAD_TOO_LARGE: { status: 413, rm: "Payload Too Large" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, rm: "Unsupported Media Type" },
  RANGE_NOT_SATISFIABLE: { status: 416, rm: "Range Not Satisfiable" },
  IDEMPOTENCY_KEY_REUSED: { status: 422, rm: "Unprocessable Content" },
  RATE_LIMIT_EXCEEDED: { status: 429, rm: "Too Many Requests" },
  INTERNAL_SERVER_ERROR: { status: 500, rm: "Internal Server Error" },
  AUTH_UNAVAILABLE: { status: 503, rm: "Service Unavailable" },
} as const

export type ErrorCode = keyof typeof errors

export interface Failure {
  RC: number
  RM: string
  error: { code: ErrorCode; message: string }
}

/** The body of every failure, over HTTP and in the acks of sockets alike. */
export function failure(code: ErrorCode, message: string): Failure {
  return { RC: errors[code].status, RM: errors[code].rm, error: { code, message } }
}

export interface Success<T> {
  RC: 0
  RM: "OK"
  result: T
}

export function success<T>(result: T): Success<T> {
  return { RC: 0, RM: "OK", result }
}
