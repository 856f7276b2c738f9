internal import Synchronization

/// A bounded queue between threads: any thread posts, one takes all.
///
/// When it is full the newest is refused, the poster is told, and it is counted; nothing waits and nothing grows.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        var refused: UInt64 = 0
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let wake: @Sendable () -> Void

    /// A mailbox of at most `capacity` messages; `wake` is called after each accepted one, on the poster's thread.
    public init(capacity: Int, wake: @escaping @Sendable () -> Void = {}) {
        self.capacity = capacity
        self.wake = wake
    }

    /// Leaves a message; false when the mailbox is full and the message was not taken.
    @discardableResult
    public func post(_ message: Message) -> Bool {
        let accepted = state.withLock { state in
            guard state.messages.count < capacity else {
                state.refused += 1
                return false
            }
            state.messages.append(message)
            return true
        }
        if accepted { wake() }
        return accepted
    }

    /// Takes all that is there, oldest first.
    public func takeAll() -> [Message] {
        state.withLock { state in
            let taken = state.messages
            state.messages = []
            return taken
        }
    }

    /// How many messages were refused because it was full.
    public var refused: UInt64 { state.withLock { $0.refused } }

    /// How many messages wait.
    public var count: Int { state.withLock { $0.messages.count } }
}
