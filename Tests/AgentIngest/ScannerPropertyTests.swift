import AgentIngest
import Foundation
import Runtime
import Telemetry
import Testing

@Suite struct ScannerPropertyTests {
    @Test func randomBytesNeverTrap() throws {
        var fixture = try IngestFixture()
        var random = SeededRandom(seed: 11)
        let alphabet =
            Array(#"{}[]:,"\u0123456789-+.eEtruefalsn valtsunitqpower/"#.utf8) + [0, 9, 10, 0x7F, 0xC3, 0xFF]
        let topics = ["plant/a/p/power", "plant/a/p", "dev/s1/tele"]
        for round in 0..<30_000 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = fixture.read(topics[round % 3], bytes)
        }
    }

    @Test func damagedMessagesNeverTrap() throws {
        var fixture = try IngestFixture()
        var random = SeededRandom(seed: 12)
        let whole = Array(
            #"{"when":1763711999.5,"q":"good","body":{"level":1.5e2,"unit":"cm","x":["\u00e9",{}]}}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1..<4, using: &random) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes = Array(bytes.prefix(index + 1))
                }
            }
            _ = fixture.read("dev/s1/tele", bytes)
        }
    }

    /// What the scanner takes or refuses is what another, slower reader of JSON takes or refuses.
    @Test func theScannerAgreesWithASlowReader() throws {
        var fixture = try IngestFixture()
        var random = SeededRandom(seed: 13)
        for round in 0..<5_000 {
            var text = #"{"value":1,"x":\#(JSONText.value(depth: 0, &random))}"#
            if round % 2 == 0 {
                var bytes = Array(text.utf8)
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = Array(#"{}[]:,"01e.-x "#.utf8)[Int.random(in: 0..<14, using: &random)]
                text = String(decoding: bytes, as: UTF8.self)
            }
            let isRead = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) is [String: Any]
            let isTaken = fixture.read("plant/a/p/power", text) != ["PAYLOAD_NOT_JSON"]
            // A number too large for a Double is JSON all the same, though the slow reader refuses it.
            if text.firstMatch(of: /[eE][+-]?[0-9]{3}/) == nil { #expect(isTaken == isRead, "\(text)") }
        }
    }

    @Test func numbersAreReadToTheLastBit() throws {
        var fixture = try IngestFixture(defaultProfile: "generic")
        var random = SeededRandom(seed: 14)
        for _ in 0..<20_000 {
            let value: Double
            switch Int.random(in: 0..<3, using: &random) {
            case 0: value = Double(bitPattern: random.next())
            case 1: value = Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 1_000
            default: value = random.normal() * 1e6
            }
            guard value.isFinite else { continue }
            _ = fixture.read("plant/a/p/x", #"{"value":\#(value)}"#)
            let isSame = fixture.decoded.readings.first?.value.bitPattern == value.bitPattern
            #expect(isSame, "\(value)")
        }
    }

    @Test(arguments: [
        "9007199254740993", "123456789012345678901234567890", "0.1", "1e22", "1e23", "4.9e-324",
        "2.2250738585072011e-308",
        "1.7976931348623157e308", "0.00000000000000000000000001", "-0.0", "100000000000000000000e-20", "1E+2", "1e-0",
        "179769313486231570000000000000000000000e270",
    ])
    func numbersAtTheEdges(text: String) throws {
        var fixture = try IngestFixture(defaultProfile: "generic")
        _ = fixture.read("plant/a/p/x", #"{"value":\#(text)}"#)
        #expect(fixture.decoded.readings.first?.value.bitPattern == strtod(text, nil).bitPattern)
    }
}
