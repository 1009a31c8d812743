#include "service/wire_writer.h"

#include "crible/v1/decision.pb.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(WireWriter, WritesWhatProtobufWrites) {
  // Lengths of one, two and three bytes; the longest numbers.
  for (const size_t size : {0u, 1u, 127u, 128u, 20'000u}) {
    v1::Reason reason;
    reason.set_rule(std::string(size, 'r'));
    reason.set_share(-1e300);
    v1::LocalizedText* text = reason.add_texts();
    text->set_text(std::string(size, 't'));
    reason.add_spans()->set_end_byte(UINT32_MAX);
    std::string bytes;
    WireWriter out(&bytes);
    out.Text(v1::Reason::kRuleFieldNumber, reason.rule());
    out.Double(v1::Reason::kShareFieldNumber, -1e300);
    const auto texts = out.Begin(v1::Reason::kTextsFieldNumber);
    out.Text(v1::LocalizedText::kTextFieldNumber, text->text());
    out.End(texts);
    const auto span = out.Begin(v1::Reason::kSpansFieldNumber);
    out.Number(v1::Span::kBeginByteFieldNumber, 0);
    out.Number(v1::Span::kEndByteFieldNumber, UINT32_MAX);
    out.End(span);
    EXPECT_EQ(bytes, reason.SerializeAsString()) << size;
  }
}

TEST(WireWriter, LeavesOutWhatProto3LeavesOut) {
  std::string bytes;
  WireWriter out(&bytes);
  out.Text(1, "");
  out.Number(2, 0);
  out.Double(3, 0);
  EXPECT_EQ(bytes, "");
  out.Bytes(1, "");
  out.Present(2, 0);
  EXPECT_EQ(bytes, std::string("\x0a\x00\x10\x00", 4));
}

}  // namespace
}  // namespace crible
