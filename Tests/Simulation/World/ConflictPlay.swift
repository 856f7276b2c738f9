import Foundation
import SyncCore
import SyncWire

/// What came of playing a conflict again.
public struct ConflictPlay: Sendable {
    /// For a person.
    public var text: String
    /// Whether the same merge came out, in whatever order the writes met.
    public var isSame: Bool
}

extension Simulation {
    /// Makes the merge of a bundle again (`millwright conflicts export`), with the code that hub and agents merge with.
    ///
    /// Throws when the bytes are no bundle.
    public static func replay(bundle bytes: [UInt8]) throws -> ConflictPlay {
        let evidence = try ConflictEvidence(json: try JSONDecoder().decode(FieldValue.self, from: Data(bytes)))
        let told = "\(evidence.before.key) \(evidence.path): \(evidence.siblings.count) writes"
        if let other = evidence.replayed() {
            return ConflictPlay(text: "\(told); NOT the same: \(other)", isSame: false)
        }
        var lines = ["\(told); the same conflict, and \(words(evidence.outcome))"]
        var document = evidence.before
        document.apply(
            DocumentPatch(
                key: document.key, writes: evidence.siblings, through: VersionVector(evidence.siblings.map(\.dot))))
        if let today = document.outcome(of: evidence.path, by: .standard), today != evidence.outcome {
            lines.append("by the rules of today \(words(today))")
        }
        return ConflictPlay(text: lines.joined(separator: "\n"), isSame: true)
    }

    private static func words(_ outcome: RuleOutcome) -> String {
        let value = outcome.value.map { "\($0)" } ?? "nothing"
        return "\(outcome.rule.rawValue) lets \(value) hold" + (outcome.isOpen ? " until a person decides" : "")
    }
}
