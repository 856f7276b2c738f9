import Operator
import TestKit
import Testing

/// Rows of files whose quotes are as people and machines write them.
@Suite struct CSVRowsTests {
    private func rows(_ text: String) throws -> CSVRows {
        let folder = try TemporaryFolder()
        return try CSVRows(file: folder.write(text, to: "a.csv"))
    }

    @Test(arguments: [
        ("3\" pipe,5", ["3\" pipe", "5"]), ("a\"b\"c,5", ["a\"b\"c", "5"]), ("\"\",\"\"", ["", ""]),
        ("\"a,b\" , \"c\"", ["a,b", "c"]), ("\"a\"\"\",5", ["a\"", "5"]), ("\"one\n\ntwo\",5", ["one\n\ntwo", "5"]),
        ("  x  ,\"5\"", ["  x  ", "5"]), ("\"a\nb\",\"c\nd\"", ["a\nb", "c\nd"]),
    ]) func quotesOpenFieldsOnlyAtTheirBeginning(row: String, expected: [String]) throws {
        let rows = try rows("name,value\n\(row)\nlast,1\n")
        #expect(try rows.next() == expected)
        #expect(rows.line == 2)
        #expect(try rows.next() == ["last", "1"])
        #expect(rows.line == 3 + row.count { $0 == "\n" })
        #expect(try rows.next() == nil)
    }

    @Test func separatorsWithinQuotesOfTheHeaderAreText() throws {
        let rows = try rows("\"kW, of the pump, by the hour\";\"t\"\n1,5;2\n")
        #expect(rows.header == ["kW, of the pump, by the hour", "t"])
        #expect(try rows.next() == ["1,5", "2"])
    }

    @Test(arguments: [
        ("a,b\n1,2\n3,\"x\n" + String(repeating: "4,5\n", count: 40), "a.csv:3: column 2 (b): ", "the end of the file"),
        ("a,b\n\"x,2\n" + String(repeating: "4,5\n", count: 4_000), "a.csv:2: column 1 (a): ", "within 100 lines"),
        ("a,b\n1,\"\(String(repeating: "x", count: 70_000))\n5\",6\n", "a.csv:2: column 2 (b): ", "and 64 KiB"),
        ("a,b\n1,\"x\n2,\"y\"\n", "a.csv:2: column 2 (b): ", "is followed by text"),
        ("a,b\n1,\"3\" pipe\"\n", "a.csv:2: column 2 (b): ", "double a quote within quotes"),
        ("a,b\n1,2,\"x\n", "a.csv:2: column 3: ", "the end of the file"),
        ("a,\"b\n1,2\n", "a.csv:1: column 2: ", "the end of the file"),
    ]) func aStrayQuoteIsNamedWhereItWasOpened(text: String, place: String, what: String) async throws {
        let run = try RunCommand()
        let file = try run.folder.write(text, to: "a.csv")
        let (status, output) = try await run(["analyze", "forest", "fit", file, "--model", run.folder.file("m")])
        #expect(status == 1 && output.contains("QUOTE_INVALID: ") && output.contains(place), "\(output)")
        #expect(output.contains("the quote that is opened here") && output.contains(what), "\(output)")
    }

    @Test func fieldsTooManyAreNamedWithWhatHelps() async throws {
        let run = try RunCommand()
        let model = run.folder.file("m")
        let commas = try run.folder.write("t,kW,C\n1,2,3\n2,1,5,3\n", to: "a.csv")
        let (status, output) = try await run(["analyze", "forest", "fit", commas, "--model", model])
        #expect(status == 1 && output.contains("ROW_TOO_LONG: "), "\(output)")
        #expect(output.contains("a.csv:3: has 4 fields, and the header 3; quote numbers with a decimal comma"))
        let semicolons = try run.folder.write("t;kW\n1;2;\n", to: "b.csv")
        let other = try await run(["analyze", "forest", "fit", semicolons, "--model", model])
        #expect(other.status == 1 && other.output.contains("b.csv:2: has 3 fields, and the header 2\n"), "\(other)")
        let quoted = try NumberRows(file: run.folder.write("t,kW,C\n2,\"1,5\",3\n", to: "c.csv"), time: nil)
        #expect(try quoted.next()?.values == [2, 1.5, 3])
    }
}
