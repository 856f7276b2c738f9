internal import NIOCore
internal import Synchronization

/// A promise that takes its first answer and lets all later ones go.
final class AnswerOnce<Answer: Sendable>: Sendable {
    private let promise: EventLoopPromise<Answer>
    private let lost: Answer
    private let isAnswered = Atomic<Bool>(false)

    /// `lost` is given when nobody ever answers.
    init(_ promise: EventLoopPromise<Answer>, lost: Answer) {
        self.promise = promise
        self.lost = lost
    }

    func succeed(_ answer: Answer) {
        guard !isAnswered.exchange(true, ordering: .relaxed) else { return }
        promise.succeed(answer)
    }

    deinit {
        // A source that let its reply go without calling it still gets its request an answer.
        if !isAnswered.load(ordering: .relaxed) {
            promise.succeed(lost)
        }
    }
}
