import Runtime
import Settings
import Testing

@Suite struct ScalarTextTests {
    @Test(
        arguments: [
            ("250ms", Duration.milliseconds(250)), ("10s", .seconds(10)), ("1.5m", .seconds(90)),
            ("2h", .seconds(7_200)),
            ("7d", .seconds(604_800)), ("0", .zero), ("20us", .microseconds(20)), ("10", nil), ("-1s", nil), ("s", nil),
            ("1w", nil), ("9e300d", nil), ("", nil),
        ] as [(String, Duration?)])
    func durations(text: String, expected: Duration?) {
        #expect(ScalarText.duration(text) == expected)
    }

    @Test(
        arguments: [
            ("64MiB", 67_108_864), ("64MB", 64_000_000), ("1.5KiB", 1_536), ("4096", 4_096), ("2 GiB", 2_147_483_648),
            ("1_000", 1_000), ("64M", nil), ("-1B", nil), ("99999999999TiB", nil), ("MiB", nil),
        ] as [(String, Int?)])
    func byteSizes(text: String, expected: Int?) {
        #expect(ScalarText.byteSize(text) == expected)
    }

    @Test(
        arguments: [
            ("1e3", 1_000), ("-0.5", -0.5), ("nan", nil), ("inf", nil), ("0x10", nil), ("1e999", nil), ("", nil),
        ]
            as [(String, Double?)])
    func numbers(text: String, expected: Double?) {
        #expect(ScalarText.number(text) == expected)
    }

    @Test func whatIsWrittenReadsBack() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2_000 {
            let length = Duration.microseconds(Int64.random(in: 0...10_000_000_000_000, using: &random))
            #expect(ScalarText.duration(DurationText.of(length)) == length)
            let bytes = Int.random(in: 0...(1 << 50), using: &random) >> Int.random(in: 0..<50, using: &random)
            #expect(ScalarText.byteSize(ByteSizeText.of(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:0", "::1", 0), ("hub.example:443", "hub.example", 443),
    ])
    func addresses(text: String, host: String, port: Int) {
        #expect(NetworkAddress(text) == NetworkAddress(host: host, port: port))
        #expect(NetworkAddress(text)?.description == text)
    }

    @Test(arguments: ["", ":80", "a:", "a:65536", "::1:80", "a b:1", "a"])
    func noAddresses(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func nearNamesAreFound() {
        #expect(NearestName.of("prot", among: ["port", "host"]) == "port")
        #expect(NearestName.of("zzz", among: ["port", "host"]) == nil)
        #expect(NearestName.of("", among: []) == nil)
    }
}
