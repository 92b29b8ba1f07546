// SPDX-License-Identifier: BSD-2-Clause
// What the cases need of a GIMP, whichever it is: images and their items by id. gimp2_host.cpp and
// gimp3_host.cpp each answer with their own libgimp; a call that fails there throws
// std::runtime_error.
#ifndef ZSN2N_TESTS_GIMP_HOST_H
#define ZSN2N_TESTS_GIMP_HOST_H

#include <gegl.h>

#include <string>
#include <vector>

namespace host {

using Id = int;

// GIMP's own numbers, the same in 2.10 and 3.
enum Precision {
    kU8Linear = 100,
    kU8 = 150,
    kU16Linear = 200,
    kU16 = 250,
    kU32Linear = 300,
    kU32 = 350,
    kHalfLinear = 500,
    kHalf = 550,
    kFloatLinear = 600,
    kFloat = 650,
    kDoubleLinear = 700,
    kDouble = 750,
};
enum LayerType { kRgb, kRgba, kGray, kGraya };

Id new_image(int width, int height, LayerType type, Precision precision);
void delete_image(Id image);
void resize_image(Id image, int width, int height);
void convert_indexed(Id image);
void use_adobe_rgb(Id image);
Id show_image(Id image);  // the display's id; the image goes with it
void close_display(Id display);

Id add_layer(Id image, LayerType type, int width, int height);
Id add_text_layer(Id image);
Id add_group_around(Id image, Id layer);
Id add_mask(Id layer);
Id mask(Id layer);  // -1 where it has none
Id add_channel(Id image, int width, int height);
void move_layer(Id layer, int x, int y);
void lock_content(Id item, bool locked);
std::vector<Id> layers(Id image);  // from the top; those of groups not
std::string name(Id item);

Id selection(Id image);
void select_ellipse(Id image, bool feathered, int x, int y, int width, int height);
void select_rectangle(Id image, int x, int y, int width, int height);

GeglBuffer *buffer(Id drawable);
const Babl *format(Id drawable);
void offsets(Id drawable, int *x, int *y);
bool is_channel(Id drawable);  // or a mask, or the selection
bool is_gray(Id drawable);
bool has_alpha(Id drawable);

enum Mode { kInteractive = 0, kNonInteractive = 1, kWithLastValues = 2 };
enum Status { kExecutionError = 0, kCallingError = 1, kPassThrough = 2, kSuccess = 3, kCancel = 4 };

struct CallResult {
    int status;  // a Status
    std::string message;
};

// Calls plug-in-zsn2n as a script would; `options` as in the 2.10 argument,
// "name=value:name=value".
CallResult call_zsn2n(Mode mode, Id image, const std::vector<Id> &drawables,
                      const std::string &options);

// "" where the menus hold plug-in-zsn2n as they should, else what they hold.
std::string wrong_menu_entry();

}  // namespace host

#endif
