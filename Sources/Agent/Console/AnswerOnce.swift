internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// A promise that takes its first answer and lets all later ones go.
final class AnswerOnce: Sendable {
    private let promise: EventLoopPromise<ConsoleAnswer>
    private let isAnswered = Atomic<Bool>(false)

    init(_ promise: EventLoopPromise<ConsoleAnswer>) {
        self.promise = promise
    }

    func succeed(_ answer: ConsoleAnswer) {
        guard !isAnswered.exchange(true, ordering: .relaxed) else { return }
        promise.succeed(answer)
    }

    deinit {
        // A source that let its reply go without calling it still gets its request an answer.
        if !isAnswered.load(ordering: .relaxed) {
            promise.succeed(.text(.serviceUnavailable, "The agent is ending."))
        }
    }
}
