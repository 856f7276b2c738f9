import Runtime
import Settings
import Testing

@Suite struct YAMLDocumentTests {
    private func mistakes(_ text: String, limits: YAMLLimits = YAMLLimits()) -> [ConfigurationMistake] {
        do throws(ConfigurationMistakes) {
            _ = try YAMLDocument.parse(Array(text.utf8), file: "a.yaml", limits: limits)
            return []
        } catch {
            return error.list
        }
    }

    @Test func nodesCarryTheirPlaces() throws {
        let node = try YAMLDocument.parse(Array("mqtt:\n  port: 1883\n  topics: [a, b]\n".utf8), file: "a.yaml")
        let port = try #require(node.node(at: "mqtt.port"))
        #expect(port.content == .scalar("1883", isPlain: true))
        #expect(port.mark == SourceMark(file: "a.yaml", line: 2, column: 9))
        #expect(node.node(at: "mqtt.topics")?.kindName == "a list")
        #expect(node.node(at: "mqtt.nothing") == nil)
    }

    @Test func emptyIsAnEmptyMapping() throws {
        #expect(try YAMLDocument.parse([], file: "a").content == .mapping([]))
        #expect(try YAMLDocument.parse(Array("# nothing\n".utf8), file: "a").content == .mapping([]))
    }

    @Test(arguments: [
        ("a: b: c", ConfigurationMistake.Kind.syntax, 1),
        ("a: [1, 2", .syntax, 1),
        ("a: 1\n\tb: 2", .syntax, 2),
        ("a: &x 1\nb: *x", .limit, 2),
        ("a: 1\n---\nb: 2", .limit, 2),
        ("a: !secret x", .limit, 1),
        ("? [a]\n: 1", .limit, 1),
        ("a: 1\nb: 2\na: 3", .keyDuplicate, 3),
    ])
    func refusals(text: String, kind: ConfigurationMistake.Kind, line: Int) {
        let found = mistakes(text)
        #expect(found.first?.kind == kind)
        #expect(found.first.map { abs($0.mark.line - line) <= 1 } == true, "\(found)")
    }

    @Test func limitsHold() {
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(mistakes("a: " + deep).first?.kind == .limit)
        #expect(mistakes("a: [1, 2, 3]", limits: YAMLLimits(nodes: 3)).first?.kind == .limit)
        #expect(mistakes("a: 123456", limits: YAMLLimits(bytes: 4)).first?.kind == .limit)
        #expect(mistakes("\u{FEFF}a: 1").isEmpty)
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededRandom(seed: 7)
        let alphabet = Array("ab:-[]{},&*!|>'\"%@` \n\t#?0~".utf8) + [0, 0xC3, 0xFF]
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = try? YAMLDocument.parse(bytes, file: "random")
        }
    }

    @Test func laterFilesLieOverEarlier() throws {
        let base = try YAMLDocument.parse(Array("a: {x: 1, y: 2}\nb: [1]".utf8), file: "base")
        let over = try YAMLDocument.parse(Array("a: {y: 3, z: 4}\nb: [2, 3]\nc:".utf8), file: "over")
        let merged = base.merged(with: over)
        #expect(merged.node(at: "a.x")?.content == .scalar("1", isPlain: true))
        #expect(merged.node(at: "a.y")?.mark.file == "over")
        #expect(merged.node(at: "a.z") != nil)
        guard case .list(let items)? = merged["b"]?.content else { return #expect(Bool(false)) }
        #expect(items.count == 2)
    }
}
