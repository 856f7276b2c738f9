import AgentIngest
import DeviceProfiles
import Telemetry
import Testing

@Suite struct PayloadDecoderTests {
    @Test(arguments: [
        (#"{"value":41.5}"#, "temperature=41.5"),
        (#" { "value" : -3.15e1 , "ts" : 1763711999000 } "#, "temperature=-31.5"),
        (#"{"ts":1763711999000,"value":41.5,"unit":"Cel","quality":"good"}"#, "temperature=41.5"),
        (#"{"ts":"2025-11-21T08:00:00+01:00","value":41.5}"#, "temperature=41.5"),
        (#"{"unit":"[degF]","value":212}"#, "temperature=100.0"),
        (#"{"unit":"°C","value":1}"#, "temperature=1.0"),
        (#"{"unit":"\u00b0C","value":1}"#, "temperature=1.0"),
        (#"{"value":1,"unit":null,"ts":null,"quality":null}"#, "temperature=1.0"),
        (#"{"value":1,"more":{"a":[1,{"b":[]},"x\"y",true,null,-0.5e-3]},"and":"\n"}"#, "temperature=1.0"),
        (#"{"value":1,"more":1,"more":2}"#, "temperature=1.0"),
        (#"{"val\u0075e":7,"value":1}"#, "temperature=1.0"),
        (#"{"value":0}"#, "temperature=0.0"),
        (#"{"value":200}"#, "temperature=200.0"),
    ])
    func singleValues(payload: String, expected: String) throws {
        var fixture = try IngestFixture()
        #expect(fixture.read("plant/a/p/temperature", payload) == [expected])
    }

    @Test(arguments: [
        ("", "PAYLOAD_NOT_JSON"), ("41.5", "PAYLOAD_NOT_JSON"), ("[1]", "PAYLOAD_NOT_JSON"), ("{", "PAYLOAD_NOT_JSON"),
        (#"{"value":1}x"#, "PAYLOAD_NOT_JSON"), (#"{"value":1,}"#, "PAYLOAD_NOT_JSON"),
        (#"{"value" 1}"#, "PAYLOAD_NOT_JSON"), (#"{value:1}"#, "PAYLOAD_NOT_JSON"),
        (#"{"value":01}"#, "PAYLOAD_NOT_JSON"),
        (#"{"value":1.}"#, "PAYLOAD_NOT_JSON"), (#"{"value":.5}"#, "PAYLOAD_NOT_JSON"),
        (#"{"value":1e}"#, "PAYLOAD_NOT_JSON"), (#"{"value":+1}"#, "PAYLOAD_NOT_JSON"),
        (#"{"value":NaN}"#, "PAYLOAD_NOT_JSON"), (#"{"value":Infinity}"#, "PAYLOAD_NOT_JSON"),
        (#"{"value":1,"x":tru}"#, "PAYLOAD_NOT_JSON"), (#"{"value":1,"x":"\q"}"#, "PAYLOAD_NOT_JSON"),
        (#"{"value":1,"x":"\u12"}"#, "PAYLOAD_NOT_JSON"), ("{\"value\":1,\"x\":\"\n\"}", "PAYLOAD_NOT_JSON"),
        (#"{"value":1,"x":[1 2]}"#, "PAYLOAD_NOT_JSON"), (#"{"value":1,"x":[1}]"#, "PAYLOAD_NOT_JSON"),
        (#"{"value":1,"x":"abc}"#, "PAYLOAD_NOT_JSON"), (#"{"value":1,"value":2}"#, "KEY_DUPLICATE"),
        ("{}", "VALUE_MISSING"), (#"{"v":1}"#, "VALUE_MISSING"), (#"{"value":"41"}"#, "VALUE_NOT_A_NUMBER"),
        (#"{"value":null}"#, "VALUE_NOT_A_NUMBER"), (#"{"value":true}"#, "VALUE_NOT_A_NUMBER"),
        (#"{"value":{}}"#, "VALUE_NOT_A_NUMBER"), (#"{"value":[1]}"#, "VALUE_NOT_A_NUMBER"),
        (#"{"value":200.01}"#, "VALUE_OUT_OF_RANGE"), (#"{"value":1e999}"#, "VALUE_OUT_OF_RANGE"),
        (#"{"value":-1e400}"#, "VALUE_OUT_OF_RANGE"), (#"{"value":400,"unit":"[degF]"}"#, "VALUE_OUT_OF_RANGE"),
        (#"{"value":1,"unit":"K"}"#, "UNIT_MISMATCH"), (#"{"value":1,"unit":"F"}"#, "UNIT_MISMATCH"),
        (#"{"value":1,"unit":""}"#, "UNIT_MISMATCH"), (#"{"value":1,"unit":5}"#, "UNIT_MISMATCH"),
        (#"{"value":1,"quality":"fine"}"#, "QUALITY_UNKNOWN"), (#"{"value":1,"quality":0}"#, "QUALITY_UNKNOWN"),
        (#"{"value":1,"ts":"yesterday"}"#, "TIME_INVALID"),
        (#"{"value":1,"ts":"2025-11-21T08:00:00"}"#, "TIME_INVALID"),
        (#"{"value":1,"ts":true}"#, "TIME_INVALID"), (#"{"value":1,"ts":0}"#, "TIME_INVALID"),
        (#"{"value":1,"ts":1763712000}"#, "TIME_INVALID"), (#"{"value":1,"ts":-1e300}"#, "TIME_INVALID"),
        (#"{"value":1,"ts":1e300}"#, "TIME_INVALID"), (#"{"value":1,"ts":1763712300001}"#, "TIME_IN_FUTURE"),
        (#"{"value":1,"ts":1763712000000000}"#, "TIME_IN_FUTURE"),
    ])
    func everyRejection(payload: String, code: String) throws {
        var fixture = try IngestFixture()
        #expect(fixture.read("plant/a/p/temperature", payload) == [code])
        #expect(fixture.read("plant/a/p/temperature", #"{"value":1}"#) == ["temperature=1.0"])
    }

    @Test func sizeAndDepthAreBounded() throws {
        var fixture = try IngestFixture()
        let large = #"{"value":1,"pad":"\#(String(repeating: "x", count: 70_000))"}"#
        #expect(fixture.read("plant/a/p/temperature", large) == ["PAYLOAD_TOO_LARGE"])
        func nested(_ depth: Int) -> String {
            #"{"value":1,"x":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        #expect(fixture.read("plant/a/p/temperature", nested(15)) == ["temperature=1.0"])
        #expect(fixture.read("plant/a/p/temperature", nested(16)) == ["PAYLOAD_TOO_DEEP"])
        #expect(fixture.read("plant/a/p/temperature", nested(20_000)) == ["PAYLOAD_TOO_DEEP"])
    }

    @Test func timesOfDeviceAndArrival() throws {
        var fixture = try IngestFixture()
        _ = fixture.read("plant/a/p/power", #"{"value":1}"#)
        #expect(fixture.decoded.time == IngestFixture.arrival && !fixture.decoded.hasDeviceTime)
        _ = fixture.read("plant/a/p/power", #"{"value":1,"ts":1763711999123}"#)
        #expect(fixture.decoded.time == Timestamp(milliseconds: 1_763_711_999_123) && fixture.decoded.hasDeviceTime)
        _ = fixture.read("plant/a/p/power", #"{"value":1,"ts":"2001-01-01T00:00:00.5Z"}"#)
        #expect(fixture.decoded.time.rfc3339 == "2001-01-01T00:00:00.500Z")
        #expect(fixture.read("plant/a/p/power", #"{"value":1}"#, isRetained: true) == ["TIME_MISSING"])
        #expect(fixture.read("plant/a/p/power", #"{"value":1,"ts":1763711999123}"#, isRetained: true) == ["power=1.0"])
    }

    @Test(arguments: Quality.allCases)
    func qualities(quality: Quality) throws {
        var fixture = try IngestFixture()
        _ = fixture.read("plant/a/p/power", #"{"quality":"\#(quality.word)","value":1}"#)
        #expect(fixture.decoded.readings.map(\.quality) == [quality])
    }

    @Test(arguments: [
        (
            #"{"ts":1763711999000,"power":22.1,"temperature":61.0,"vibration":1.2}"#,
            ["power=22.1", "temperature=61.0", "vibration=1.2"]
        ),
        (#"{"power":22.1,"device":"x","extra":7}"#, ["power=22.1"]),
        (#"{"power":22.1,"temperature":null}"#, ["power=22.1"]),
        (
            #"{"power":22.1,"temperature":900,"vibration":"high"}"#,
            ["power=22.1", "VALUE_OUT_OF_RANGE", "VALUE_NOT_A_NUMBER"]
        ),
        (#"{"temperature":900}"#, ["VALUE_OUT_OF_RANGE"]),
        (#"{"power":1,"power":1}"#, ["KEY_DUPLICATE"]),
        (#"{"other":1}"#, ["METRIC_UNKNOWN"]),
        (#"{"ts":1763711999000}"#, ["VALUE_MISSING"]),
        (#"{"ts":1763712999000,"power":1}"#, ["TIME_IN_FUTURE"]),
        ("{" + (0..<600).map { #""k\#($0)":1"# }.joined(separator: ",") + "}", ["METRIC_LIMIT_REACHED"]),
    ])
    func messagesOfSeveralMetrics(payload: String, expected: [String]) throws {
        var fixture = try IngestFixture()
        #expect(fixture.read("plant/a/p", payload) == expected)
    }

    @Test(arguments: [
        (
            #"{"when":1763711999.5,"q":"uncertain","body":{"level":150,"unit":"cm","heat":212}}"#,
            ["level=1.5", "heat=100.0"]
        ),
        (#"{"body":{"heat":212,"level":2}}"#, ["level=2.0", "heat=100.0"]),
        (#"{"body":{"level":2},"level":9}"#, ["level=2.0"]),
        (#"{"body":{"heat":212}}"#, ["heat=100.0", "VALUE_MISSING"]),
        (#"{"body":5}"#, ["VALUE_MISSING"]),
        (#"{"body":[{"level":2}]}"#, ["VALUE_MISSING"]),
        (#"{"body":{"level":2,"level":3}}"#, ["KEY_DUPLICATE"]),
        (#"{"when":"x","body":{"level":2}}"#, ["TIME_INVALID"]),
        (#"{"body":{"level":2,"unit":"in"}}"#, ["UNIT_MISMATCH"]),
    ])
    func mappedPayloads(payload: String, expected: [String]) throws {
        var fixture = try IngestFixture()
        #expect(fixture.read("dev/s1/tele", payload) == expected)
    }

    @Test func aMappedTopicMayNameTheMetric() throws {
        var fixture = try IngestFixture()
        #expect(fixture.read("dev/hall/s1/one/heat", #"{"value":212,"unit":"F"}"#) == ["heat=100.0"])
        #expect(fixture.router.machines[0].key == MachineKey("hall/s1"))
        #expect(fixture.router.machines[0].profile.name == "sensor")
    }
}
