internal import NIOCore
internal import SyncCore
internal import SyncWire

/// Fetches one model at a time over a connection of its own, a piece whenever no round is under way.
///
/// Lives on the event loop of the rounds and is touched nowhere else. On a connection of its own, because one that
/// breaks or waits must not hold up a round; a piece at a time between rounds, because they share the link: what a
/// round waits for is at most one piece. What came before a failure is kept, and the next try goes on there.
final class ModelFetch {
    typealias Completion = @Sendable (Result<[UInt8], RoundFailure>) -> Void

    private let eventLoop: any EventLoop
    private let connect: () throws -> HubConnection
    private var assembly: ModelAssembly?
    private var completion: Completion?
    private var connection: HubConnection?
    private var isAsking = false
    /// Counts ends, so that the answer to a piece of a fetch that is over is known when it comes.
    private var ended = 0
    /// While a round is under way no piece is asked for.
    var isRoundUnderWay = false {
        didSet { if !isRoundUnderWay { proceed() } }
    }

    init(eventLoop: any EventLoop, connect: @escaping () throws -> HubConnection) {
        self.eventLoop = eventLoop
        self.connect = connect
    }

    func begin(_ wish: ModelWish, _ completion: @escaping Completion) {
        guard self.completion == nil else { return completion(.failure(.abandoned)) }
        if assembly?.wish != wish { assembly = ModelAssembly(wish) }
        self.completion = completion
        proceed()
    }

    /// Closes the connection; what came is kept.
    func reset() {
        end(.failure(.abandoned))
    }

    private func proceed() {
        guard completion != nil, !isAsking, !isRoundUnderWay, let assembly else { return }
        if assembly.isWhole {
            self.assembly = nil
            return end(.success(assembly.bytes))
        }
        let connection: HubConnection
        do {
            connection = try self.connection ?? connect()
        } catch {
            return end(.failure((error as? RoundFailure) ?? .notConnected(ConnectionFault.words(error))))
        }
        self.connection = connection
        isAsking = true
        let fetch = NIOLoopBound(self, eventLoop: eventLoop)
        connection.get(path: assembly.path, deadlineSeconds: Self.deadlineSeconds) { [ended] in
            fetch.value.answered($0, ended)
        }
    }

    private func answered(_ result: Result<HubReply, RoundFailure>, _ number: Int) {
        guard number == ended else { return }
        isAsking = false
        switch result {
        case .failure(let failure): end(.failure(failure))
        case .success(let reply) where reply.status != 200: end(.failure(HubErrorBody.failure(of: reply)))
        case .success(let reply):
            guard assembly?.take(reply.body) == true else {
                return end(.failure(.malformed(code: "MODEL_PIECE_INVALID")))
            }
            proceed()
        }
    }

    private func end(_ result: Result<[UInt8], RoundFailure>) {
        let (told, used) = (completion, connection)
        (completion, connection, isAsking) = (nil, nil, false)
        ended += 1
        used?.reset()
        told?(result)
    }

    private static let deadlineSeconds = 30.0
    /// A piece, or what the hub says instead of it.
    static let answerBytesMax = 2 * ModelWish.pieceBytesMax
}
