import HubAPI
import Runtime
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "what is JSON is read",
        arguments: [
            ("null", JSONValue.null), (" true ", true), ("-12", -12), ("1.5e2", .number(150)),
            ("\"a\\u00e9\\n\"", "aé\n"),
            ("\"\\ud83d\\ude00\"", "😀"), ("[1,[2],{}]", [1, [2], [:]]), ("{\"a\":{\"b\":null}}", ["a": ["b": .null]]),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ] as [(String, JSONValue)])
    func reads(text: String, value: JSONValue) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "1.", ".5", "+1", "1e", "nul", "\"\\x\"",
            "\"\\ud800\"", "\"\u{1}\"", "[1] 2", "{a:1}", "'a'", "NaN", "1e999", "\"\\u+123\"",
            String(repeating: "[", count: 100),
        ])
    func refuses(text: String) {
        #expect(throws: JSONFault.self) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test("bytes that are no UTF-8 are refused")
    func encoding() {
        #expect(throws: JSONFault.self) { try JSONReader.read([0x22, 0xFF, 0x22]) }
    }

    @Test("any bytes are read or refused, and never trap", arguments: 0..<200)
    func fuzz(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("{}[]\",:\\u0123456789eE+-. truefalsn\n\u{7f}".utf8)
        for _ in 0..<50 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = try? JSONReader.read(bytes)
        }
    }

    @Test("what is written reads back", arguments: 0..<100)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let value = Self.value(depth: 0, &random)
        #expect(try JSONReader.read(JSONWriter.bytes(value)) == value)
    }

    @Test("what JSON has no number for is null, and whole numbers are written whole")
    func numbers() {
        let text = String(decoding: JSONWriter.bytes(.numbers([.nan, .infinity, 1, 0.1, -0.0, 1e300])), as: UTF8.self)
        #expect(text == "[null,null,1,0.1,0,1e+300]")
    }

    private static func value(depth: Int, _ random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth < 3 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .number(Double.random(in: -1e6...1e6, using: &random) + 0.123)
        case 4:
            return .string(
                String(
                    String.UnicodeScalarView(
                        (0..<8).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x1F600, using: &random)) })))
        case 5: return .array((0..<3).map { _ in value(depth: depth + 1, &random) })
        default: return .object((0..<3).map { JSONField("f\($0)", value(depth: depth + 1, &random)) })
        }
    }
}
