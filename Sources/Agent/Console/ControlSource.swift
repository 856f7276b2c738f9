/// Who answers what comes over the control socket.
public protocol ControlSource: Sendable {
    /// Calls `reply` once, from any thread; false when it is too busy to be asked.
    func control(_ request: ControlRequest, reply: @escaping @Sendable (ControlAnswer) -> Void) -> Bool
}
