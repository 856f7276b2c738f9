internal import NIOCore
internal import NIOHTTP1
internal import SyncCore

/// The state of a connection.
///
/// Lives on its event loop and is touched nowhere else.
final class ConnectionCore {
    private struct UnderWay {
        var request: HubRequest
        var deadline: Scheduled<Void>
        /// Whether it went out on a connection that had served before, which the hub may just have closed.
        var isOnUsedChannel: Bool
        var answerBegan = false
        /// Whether any of it was handed to a connection: from then on the hub may have got it.
        var wasSent = false

        func failure(_ why: String) -> RoundFailure { wasSent ? .unreachable(why) : .notConnected(why) }
    }

    private let opener: ConnectionOpener
    private let eventLoop: any EventLoop
    private let answerBytesMax: Int
    private var channel: (any Channel)?
    private var underWay: UnderWay?
    /// Counts openings, so that one that was given up is known when it comes.
    private var opening = 0

    init(opener: ConnectionOpener, eventLoop: any EventLoop, answerBytesMax: Int) {
        self.opener = opener
        self.eventLoop = eventLoop
        self.answerBytesMax = answerBytesMax
    }

    func begin(_ request: HubRequest) {
        guard underWay == nil else {
            request.completion(.failure(.abandoned))
            return
        }
        let deadline = eventLoop.assumeIsolated().scheduleTask(in: .seconds(request.deadlineSeconds)) {
            let wasSent = self.underWay?.wasSent ?? true
            self.end(.failure(wasSent ? .timedOut : .notConnected("no connection in time")), keepsChannel: false)
        }
        underWay = UnderWay(request: request, deadline: deadline, isOnUsedChannel: channel != nil)
        if let channel { send(request, on: channel) } else { open(request) }
    }

    func reset() {
        end(.failure(.abandoned), keepsChannel: false)
    }

    func answerBegan(on channel: any Channel) {
        guard isCurrent(channel), underWay != nil else {
            // Bytes that answer nothing: what follows on this connection cannot be trusted.
            channel.close(promise: nil)
            return
        }
        underWay?.answerBegan = true
    }

    func answered(_ head: HTTPResponseHead, body: [UInt8], on channel: any Channel) {
        guard isCurrent(channel) else { return }
        let wait = head.headers.first(name: "Retry-After").flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
        let reply = HubReply(status: Int(head.status.code), retryAfterSeconds: wait, body: body)
        end(.success(reply), keepsChannel: head.isKeepAlive)
    }

    func answerTooLarge(on channel: any Channel) {
        guard isCurrent(channel) else { return }
        end(.failure(.malformed(code: "ANSWER_TOO_LARGE")), keepsChannel: false)
    }

    func broke(on channel: any Channel, why: String) {
        guard isCurrent(channel) else { return }
        self.channel = nil
        if let underWay, underWay.isOnUsedChannel, !underWay.answerBegan {
            self.underWay?.isOnUsedChannel = false
            open(underWay.request)
        } else {
            end(.failure(.unreachable(why)), keepsChannel: false)
        }
    }

    private func isCurrent(_ channel: any Channel) -> Bool { self.channel === channel }

    private func open(_ request: HubRequest) {
        opening += 1
        let number = opening
        let core = NIOLoopBound(self, eventLoop: eventLoop)
        let bytesMax = answerBytesMax
        opener.open(timeout: .seconds(request.deadlineSeconds)) {
            AnswerHandler(core: core.value, bytesMax: bytesMax)
        }
        .assumeIsolated().whenComplete { result in self.opened(result, number) }
    }

    private func opened(_ result: Result<any Channel, any Error>, _ number: Int) {
        guard number == opening, let underWay else {
            if case .success(let channel) = result { channel.close(promise: nil) }
            return
        }
        switch result {
        case .success(let channel):
            self.channel = channel
            send(underWay.request, on: channel)
        case .failure(let error):
            end(.failure(underWay.failure(ConnectionFault.words(error))), keepsChannel: false)
        }
    }

    private func send(_ request: HubRequest, on channel: any Channel) {
        underWay?.wasSent = true
        channel.write(HTTPClientRequestPart.head(request.head), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(request.body)), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil)).assumeIsolated().whenFailure { error in
            self.broke(on: channel, why: ConnectionFault.words(error))
        }
    }

    /// Ends what is under way, if anything is, and tells its owner.
    private func end(_ result: Result<HubReply, RoundFailure>, keepsChannel: Bool) {
        opening += 1
        let ended = underWay
        underWay = nil
        if !keepsChannel {
            let closing = channel
            channel = nil
            closing?.close(promise: nil)
        }
        ended?.deadline.cancel()
        ended?.request.completion(result)
    }
}

extension TimeAmount {
    static func seconds(_ seconds: Double) -> TimeAmount {
        .nanoseconds(Int64(max(0, min(seconds, 86_400)) * 1e9))
    }
}
