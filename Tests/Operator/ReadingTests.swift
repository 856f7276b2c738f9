import MQTT
import MillwrightDevice
import Operator
import Telemetry
import TestKit
import Testing

/// What is read from files and lines: separators, quotes, mappings, messages.
@Suite struct ReadingTests {
    @Test(arguments: [
        ("a,b,c", ["1", "2", "3"], "1,2,3"), ("a;b", ["1,5", "x;y"], "1,5;\"x;y\""), ("a\tb", ["1", ""], "1\t"),
        ("a,b", ["say \"hi\"", "two\nlines"], "\"say \"\"hi\"\"\",\"two\nlines\""),
    ]) func rowsAreRead(header: String, expected: [String], row: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("\u{FEFF}\(header)\r\n\r\n\(row)\r\n", to: "a.csv")
        let rows = try CSVRows(file: file)
        #expect(rows.header.first == "a")
        #expect(try rows.next() == expected)
        #expect(try rows.next() == nil)
    }

    @Test func aFileThatIsMissingOrEmptyIsNamed() throws {
        let folder = try TemporaryFolder()
        let empty = try folder.write("", to: "empty.csv")
        #expect(throws: CommandFailure.self) { try CSVRows(file: empty) }
        #expect(throws: CommandFailure.self) { try CSVRows(file: folder.file("none.csv")) }
    }

    @Test func mappingsAreRead() throws {
        #expect(
            try ReplayMapping("P=kW=north/pump-1/power:kW")
                == ReplayMapping(column: "P=kW", topic: "plant/north/pump-1/power", unit: "kW"))
        #expect(try ReplayMapping("T=topic:a/b") == ReplayMapping(column: "T", topic: "a/b", unit: nil))
        for bad in ["", "P", "P=", "P=a/b", "P=a/b/~c", "P=a/+/c"] {
            #expect(throws: CommandFailure.self) { try ReplayMapping(bad) }
        }
        let machine = try #require(MachineKey("n/m"))
        let all = ReplayMapping.all(
            of: ["time", "P kW", "state"], except: 0, to: machine, samples: [["0", "1,5", "on"]])
        #expect(all.map(\.topic) == ["plant/n/m/P_kW"])
        #expect(ReplayPlan.number("1.234,5") == nil && ReplayPlan.number("inf") == nil)
    }

    @Test func linesBecomeMessages() throws {
        func message(_ line: String, topic: String? = nil) throws -> DeviceMessage {
            try PublishLine.message(line, topic: topic, qos: .atLeastOnce, retain: false)
        }
        #expect(try message("a/b {\"value\": 1}") == DeviceMessage(topic: "a/b", text: "{\"value\": 1}"))
        #expect(try message("anything", topic: "t") == DeviceMessage(topic: "t", text: "anything"))
        #expect(
            try message(#"{"topic":"t","payload":{"value":1},"retain":true}"#)
                == DeviceMessage(topic: "t", text: #"{"value":1}"#, retain: true))
        #expect(
            try message(#"{"factory":"n","machine":"m","metric":"power","value":1.5,"unit":"kW","ts":1763712000000}"#)
                == DeviceMessage(
                    topic: "plant/n/m/power", text: #"{"ts":1763712000000,"value":1.5,"unit":"kW"}"#))
        for bad in ["word", "{", "{}", #"{"factory":"n","machine":"/","metric":"p","value":1}"#] {
            #expect(throws: CommandFailure.self) { try message(bad) }
        }
    }
}
