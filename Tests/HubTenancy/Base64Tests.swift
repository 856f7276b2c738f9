import HubTenancy
import Runtime
import Testing

@Suite("Base 64")
struct Base64Tests {
    @Test(
        "the vectors of RFC 4648 without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test("any bytes come back", arguments: 0..<50)
    func roundTrip(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let bytes = (0..<Int(seed)).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }

    @Test("what is no base 64 is refused", arguments: ["A", "Zg==", "Zh", "Z*8A", "Zm 8", "+/+/"])
    func refused(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
