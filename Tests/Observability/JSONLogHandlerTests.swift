import Foundation
import Logging
import Observability
import Runtime
import Synchronization
import Telemetry
import Testing

@Suite("JSON log lines")
struct JSONLogHandlerTests {
    private final class Memory: LogOutput {
        let lines = Mutex<[[UInt8]]>([])

        func write(_ line: [UInt8]) { lines.withLock { $0.append(line) } }
    }

    private func logged(_ use: (Logger) -> Void) throws -> [[String: Any]] {
        let memory = Memory()
        let clock = ManualClock(now: Timestamp(milliseconds: 1_763_712_000_250))
        let logger = Logger(label: "store") {
            JSONLogHandler(service: "millwright-agent", label: $0, level: .info, clock: clock, output: memory)
        }
        use(logger)
        return try memory.lines.withLock { $0 }.map { line in
            #expect(line.last == UInt8(ascii: "\n"))
            #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
            return try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
    }

    @Test("a line has time, level, service, logger, message and its metadata")
    func members() throws {
        let lines = try logged { logger in
            logger.debug("below the level")
            logger.warning("disk is filling", metadata: ["action": "seal", "list": ["a", "b"], "level": "x"])
        }
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line["timestamp"] as? String == "2025-11-21T08:00:00.250Z")
        #expect(line["level"] as? String == "warning")
        #expect(line["service"] as? String == "millwright-agent")
        #expect(line["logger"] as? String == "store")
        #expect(line["message"] as? String == "disk is filling")
        #expect(line["action"] as? String == "seal")
        #expect(line["list"] as? [String] == ["a", "b"])
        #expect(line["metadata.level"] as? String == "x")
    }

    @Test("no message can forge a second line")
    func forged() throws {
        let hostile = "a\n{\"level\":\"info\"}\r\u{0}\u{1b}[31m\"\\\u{7f}é"
        let lines = try logged { $0.error("\(hostile)") }
        #expect(lines.first?["message"] as? String == hostile)
    }

    @Test("values of secrets are never written", arguments: ["password", "refreshToken", "Authorization", "db_secret"])
    func secrets(key: String) throws {
        let lines = try logged { $0.info("log-in", metadata: [key: "hunter2", "inner": [key: "hunter2"]]) }
        #expect(lines.first?[key] as? String == "***")
        #expect((lines.first?["inner"] as? [String: String])?[key] == "***")
    }
}
