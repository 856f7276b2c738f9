internal import DeviceProfiles

/// What became of the question whether an action may be sent.
public struct QuestionAnswer: Sendable, Equatable {
    /// How a question ends.
    public enum Word: String, Sendable, CaseIterable {
        case agreed
        case refused
        /// Nobody answered in time: the agent decides.
        case silent
        /// Something else has ended it, and nothing is sent.
        case withdrawn
    }

    /// How it ended.
    public var word: Word
    /// Who answered, or what ended it; empty for silence, at most 128 bytes.
    public var detail: String
    /// How long was waited.
    public var waitedSeconds: Double

    /// An answer by its parts; of a longer detail the beginning.
    public init(_ word: Word, detail: String = "", waitedSeconds: Double = 0) {
        self.word = word
        self.detail = String(decoding: detail.utf8.prefix(128), as: UTF8.self)
        self.waitedSeconds = waitedSeconds
    }

    /// Whether the agent may go on.
    public var isAllowed: Bool { word == .agreed || word == .silent }

    /// For people.
    var text: String {
        switch word {
        case .agreed: "The hub was asked: \(detail) agreed."
        case .refused: "The hub was asked: \(detail) refused."
        case .silent:
            "The hub was asked and did not answer within \(NumberText.seconds(waitedSeconds)); the agent decides."
        case .withdrawn: detail
        }
    }
}
