import Foundation
import Testing

/// `docs/errors.md` and the codes in the sources, held against each other.
@Suite("Error codes")
struct ErrorCodesTests {
    let tree = SourceTree()

    /// Words of the same form that are no errors.
    static let others: Set<String> = [
        // Names of the environment, and a name of the sockets' interface.
        "CORS_ORIGIN", "CREDENTIALS_DIRECTORY", "DATABASE_URL", "JWT_SECRET", "LOG_LEVEL", "NOTIFY_SOCKET",
        "TCP_NODELAY", "WATCHDOG_USEC", "MILLWRIGHT_AGENT", "MILLWRIGHT_HUB", "MILLWRIGHT_TOKEN_FILE", "NO_COLOR",
        "XDG_CONFIG_HOME",
        // Actions in the audit trail.
        "AGENT_COPY_ADOPTED", "AGENT_COPY_REJECTED", "AGENT_ENROLLED", "AGENT_REVOKED", "APPROVAL_GRANTED",
        "APPROVAL_REFUSED", "APPROVAL_REVOKED", "CERTIFICATE_RENEWED",
        "COMMAND_CANCELLED", "COMMAND_SENT", "CONFLICT_CLAIMED", "CONFLICT_REOPENED", "CONFLICT_RESOLVED",
        "FOREST_DEPLOYED", "FOREST_FITTED", "FOREST_WITHDRAWN",
        "MODEL_REFUSED", "MODEL_RUNS",
        "DOCUMENT_CHANGED", "ENROLMENT_CREATED", "FACTORY_CHANGED", "FACTORY_CREATED", "FACTORY_REMOVED",
        "MACHINE_CHANGED", "MACHINE_CREATED", "MACHINE_DISCOVERED", "MACHINE_REMOVED",
        "QUARANTINE_REPLAYED", "TENANT_CREATED",
        // A step of a command's life.
        "CANCEL_ASKED",
        // Kinds of alerts, and why a chart has a gap.
        "AGENT_COPIED", "AGENT_OFFLINE", "COMMAND_UNKNOWN", "POWER_SPIKE", "NO_DATA",
        // Ways to save energy.
        "PEAK_SHIFTING", "THERMAL_STRESS",
        // What became of an incarnation.
        "CARRIED_ON",
    ]

    @Test("every code in the sources stands in docs/errors.md")
    func sourcesAreInThePage() throws {
        let page = try codesInThePage()
        #expect(page.count > 100, "the tables of docs/errors.md were not found")
        for (code, path) in literals().sorted(by: { $0.key < $1.key })
        where !Self.others.contains(code) && !page.contains(code) {
            Issue.record("`\(code)` of \(path) is missing in docs/errors.md")
        }
    }

    @Test("every code in docs/errors.md stands in the sources")
    func pageIsInTheSources() throws {
        let known = literals(opening: true)
        for code in try codesInThePage().sorted() where known[code] == nil {
            Issue.record("no source has `\(code)`, which docs/errors.md explains")
        }
    }

    @Test("what is said to be no error is still there, and not explained as one")
    func othersAreNeeded() throws {
        let known = literals()
        let page = try codesInThePage()
        for word in Self.others.sorted() {
            #expect(known[word] != nil, "\(word) is gone: take it off the set")
            #expect(!page.contains(word), "\(word) stands in docs/errors.md as well: take it off the set")
        }
    }

    /// The words that stand in backticks in the first cell of a table's row.
    private func codesInThePage() throws -> Set<String> {
        let page = tree.root.appendingPathComponent("docs/errors.md")
        let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
        return Set(rows.map { String($0.dropFirst(3).prefix { $0 != "`" }) })
    }

    /// Upper-case literals with an underscore, each with a file that has it.
    ///
    /// With `opening`, words of one part count too, and such as only begin a literal.
    private func literals(opening: Bool = false) -> [String: String] {
        var found: [String: String] = [:]
        for file in tree.files(below: "Sources") where !file.path.hasPrefix("Sources/Hub/Store/Migrations/") {
            for line in file.lines {
                // What follows each quotation mark: the inside of a literal, or what lies between two of them.
                let pieces = line.split(separator: "\"", omittingEmptySubsequences: false)
                for (number, piece) in pieces.enumerated().dropFirst() {
                    let word = opening ? piece.prefix(while: Self.isOfCode) : piece
                    guard opening || number < pieces.count - 1, Self.isCode(word, parts: opening ? 1 : 2) else {
                        continue
                    }
                    found[String(word)] = file.path
                }
            }
        }
        return found
    }

    private static func isOfCode(_ character: Character) -> Bool {
        ("A"..."Z").contains(character) || ("0"..."9").contains(character) || character == "_"
    }

    private static func isCode(_ word: Substring, parts: Int) -> Bool {
        let found = word.split(separator: "_", omittingEmptySubsequences: false)
        return found.count >= parts && word.allSatisfy(isOfCode) && ("A"..."Z").contains(word.first ?? "_")
            && found.allSatisfy { !$0.isEmpty }
    }
}
