import Telemetry
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("text and bytes name the same id")
    func uniqueID() throws {
        let text = "0192f0c1-7a2b-7cde-8f01-23456789abcd"
        let id = try #require(UniqueID(text))
        #expect(id.description == text)
        #expect(UniqueID(bytes: id.bytes) == id)
        #expect(UniqueID(text.uppercased()) == id)
    }

    @Test(
        "what is no UUID is refused",
        arguments: [
            "", "0192f0c1-7a2b-7cde-8f01-23456789abc", "0192f0c17a2b7cde8f0123456789abcd0000",
            "0192f0c1-7a2b-7cde-8f01-23456789abcg", "0192f0c1x7a2b-7cde-8f01-23456789abcd",
        ])
    func refused(text: String) {
        #expect(UniqueID(text) == nil)
    }

    @Test("ids sort as their text does")
    func order() throws {
        let texts = [
            "00000000-0000-0000-0000-000000000001", "00000000-0000-0001-0000-000000000000",
            "7fffffff-ffff-ffff-ffff-ffffffffffff", "ffffffff-0000-0000-0000-000000000000",
        ]
        let ids = try texts.map { try #require(UniqueID($0)) }
        #expect(ids.shuffled().sorted().map(\.description) == texts)
    }

    @Test(
        "a machine's key can stand in a topic, or is none",
        arguments: [
            ("north", "pump-1", true), ("Werk Süd", "pump 1", true), ("", "pump", false), ("a/b", "pump", false),
            ("a", "p+", false), ("a", "#", false), ("a", "p\u{7}", false),
            ("a", String(repeating: "x", count: 255), true),
            ("a", String(repeating: "x", count: 256), false),
        ])
    func machineKey(factory: String, machine: String, accepted: Bool) {
        let key = MachineKey(factory: factory, machine: machine)
        #expect((key != nil) == accepted)
        if let key { #expect(MachineKey(key.description) == key) }
    }

    @Test(
        "metric names",
        arguments: [
            ("power", true), ("~twin.temperature", true), ("a_b-c.9", true), ("", false), ("~", false), ("a b", false),
            ("a/b", false), ("a~b", false), (String(repeating: "m", count: 64), true),
            (String(repeating: "m", count: 65), false),
        ])
    func metricName(text: String, accepted: Bool) {
        #expect((MetricName(text) != nil) == accepted)
        #expect(MetricName("~score")?.isDerived == true)
        #expect(MetricName("score")?.isDerived == false)
    }
}
