/// A frame of the WebSocket protocol itself.
enum LiveControl: Sendable, Equatable {
    case ping
    case pong([UInt8])
}
